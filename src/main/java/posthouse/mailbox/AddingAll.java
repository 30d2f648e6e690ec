package posthouse.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Several messages on their way into a mailbox together.
final class AddingAll implements AutoCloseable {
    private final List<Addition> additions;
    private final List<Adding> all = new ArrayList<>();
    private final int mailbox;

    /// @param begin puts a message's header into the store
    AddingAll(Function<Addition, Adding> begin, List<Addition> additions, int mailbox) {
        this.additions = additions;
        this.mailbox = mailbox;
        try {
            additions.forEach(addition -> all.add(begin.apply(addition)));
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    /// The operation.
    ///
    /// @return where they went, in their order: all of them, or the first ones that fit a commit
    List<Appended> append(Draft draft) throws MailRefusal {
        var appended = new ArrayList<Appended>(all.size());
        for (int i = 0; i < all.size() && (i == 0 || !Slices.full(draft)); i++) {
            Addition addition = additions.get(i);
            var order =
                    new Adding.Order(
                            mailbox, addition.flags(), addition.internalDate(), Optional.empty());
            appended.add(all.get(i).apply(draft, order).orElseThrow());
        }
        return appended;
    }

    /// Lets go of what was put into the store and is not held by a message.
    @Override
    public void close() {
        all.forEach(Adding::close);
    }
}
