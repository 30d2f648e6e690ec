package posthouse.imap;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/// A message with the messages that answer it, or several threads that belong together under a
/// message that is not there.
final class MessageThread {
    /// What a thread is made from.
    ///
    /// @param sent in seconds since 1970
    /// @param subject as [posthouse.mailbox.BaseSubject] has it
    record Mail(int number, long sent, String subject, boolean reply) {
        /// By date, and on the same date by place in the mailbox (RFC 5256 §2.2).
        static final Comparator<Mail> BY_DATE =
                Comparator.comparingLong(Mail::sent).thenComparingInt(Mail::number);
    }

    private @Nullable Mail mail;
    private List<MessageThread> answers = List.of(); // most have none

    /// Of a message that is not there, unless it is told of later.
    MessageThread() {}

    MessageThread(Mail mail) {
        this.mail = mail;
    }

    boolean isDummy() {
        return mail == null;
    }

    void mail(Mail found) {
        mail = found;
    }

    List<MessageThread> answers() {
        return answers;
    }

    void answers(List<MessageThread> all) {
        answers = all;
    }

    void add(MessageThread answer) {
        if (answers.isEmpty()) {
            answers = new ArrayList<>(1);
        }
        answers.add(answer);
    }

    /// Its message, or that of its first answer: whoever is a dummy has answers that are none.
    Mail first() {
        return mail != null ? mail : answers.getFirst().first();
    }

    static void sort(List<MessageThread> siblings) {
        if (siblings.size() > 1) {
            siblings.sort(Comparator.comparing(MessageThread::first, Mail.BY_DATE));
        }
    }

    /// Sorts what answers what, from the leaves up, since a dummy's place is that of its first
    /// answer. By hand and not by recursion: threads may be as deep as a mailbox is long.
    static void sortAll(List<MessageThread> threads) {
        var all = new ArrayList<>(threads);
        for (int i = 0; i < all.size(); i++) {
            all.addAll(all.get(i).answers);
        }
        all.reversed().forEach(thread -> sort(thread.answers));
        sort(threads);
    }

    /// `1*thread-list`, `thread-list = "(" (thread-members / thread-nested) ")"`, `thread-members =
    /// nz-number *(SP nz-number) [SP thread-nested]`, `thread-nested = 2*thread-list` (RFC 5256
    /// §5).
    ///
    /// @param name of a sequence number: itself or the UID
    static String written(List<MessageThread> threads, IntToLongFunction name) {
        var text = new StringBuilder();
        var open = new ArrayDeque<Optional<MessageThread>>(); // empty: a closing bracket
        threads.reversed().forEach(thread -> open.push(Optional.of(thread)));
        while (!open.isEmpty()) {
            var next = open.pop();
            if (next.isEmpty()) {
                text.append(')');
                continue;
            }
            text.append('(');
            open.push(Optional.empty());
            MessageThread last = chain(next.get(), name, text);
            last.answers.reversed().forEach(answer -> open.push(Optional.of(answer)));
        }
        return text.toString();
    }

    /// Writes the thread as far as there is one answer to each message.
    ///
    /// @return what has none, or several
    private static MessageThread chain(
            MessageThread thread, IntToLongFunction name, StringBuilder text) {
        MessageThread at = thread;
        while (true) {
            if (at.mail != null) {
                text.append(name.applyAsLong(at.mail.number()));
            }
            if (!at.answers.isEmpty() && !at.isDummy()) {
                text.append(' ');
            }
            if (at.answers.size() != 1) {
                return at;
            }
            at = at.answers.getFirst();
        }
    }
}
