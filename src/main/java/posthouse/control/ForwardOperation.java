package posthouse.control;

import java.util.List;
import java.util.Optional;
import posthouse.address.Address;
import posthouse.mailbox.AddressEntry.Forward;
import posthouse.mailbox.AddressEntry.Own;
import posthouse.mailbox.MailRefusal;

/// `account forward`: where an account's mail goes on to.
///
/// @param to in place of those that were; none: as it was
/// @param keep whether the account has it too; absent: as it was, at first yes
/// @param off nowhere any more
public record ForwardOperation(String address, List<String> to, Optional<Boolean> keep, boolean off)
        implements Operation {
    @Override
    public Object run(Office office, Progress progress) throws Refused, MailRefusal {
        Address own = office.account(address).address();
        if (off && (!to.isEmpty() || keep.isPresent())) {
            throw new Refused("say where mail for " + own + " goes on to, or --off: not both");
        }
        Optional<Forward> before = forward(office, own);
        Optional<Forward> after = off ? Optional.empty() : after(office, before);
        if (!after.equals(before)) {
            office.directory().setForward(own, after);
        }
        return Row.of(office, own);
    }

    private Optional<Forward> after(Office office, Optional<Forward> before) throws Refused {
        List<Address> wanted =
                to.isEmpty()
                        ? before.map(Forward::to).orElse(List.of())
                        : Targets.addresses(office, to);
        if (wanted.isEmpty() && keep.isPresent()) {
            throw new Refused("mail for " + address + " is not forwarded: say where to");
        }
        boolean keeps = keep.orElse(before.map(Forward::keep).orElse(true));
        return wanted.isEmpty() ? Optional.empty() : Optional.of(new Forward(wanted, keeps));
    }

    private static Optional<Forward> forward(Office office, Address own) {
        return office.directory()
                .entry(own)
                .flatMap(it -> it instanceof Own account ? account.forward() : Optional.empty());
    }

    /// Where an account's mail goes on to.
    record Row(String address, List<String> forwardedTo, boolean keepsCopy) {
        static Row of(Office office, Address own) {
            Optional<Forward> forward = forward(office, own);
            return new Row(
                    own.toString(),
                    Targets.texts(forward.map(Forward::to).orElse(List.of())),
                    forward.map(Forward::keep).orElse(true));
        }
    }
}
