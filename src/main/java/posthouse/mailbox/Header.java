package posthouse.mailbox;

import java.util.function.Consumer;
import posthouse.address.Address;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.bytes.BytesReader;

/// The row `h` of an account: what every change reads and most change.
///
/// Octets: format 1, then varints in the order of the components, but for the address, which comes
/// first as text (length, UTF-8) and the two times, which are seconds since 1970, 0 for never.
///
/// @param address the account's first address
/// @param nextModSeq the next operation's
/// @param nextMailbox the next mailbox's number
/// @param lastUidValidity the highest handed out
/// @param lastMessageModSeq of the last change to messages
/// @param lastMailboxModSeq of the last change to mailboxes
/// @param usedBytes sum of the sizes of all placements outside grace
/// @param graceBytes sum of the sizes of all placements in grace
/// @param logLowWater changes below this mod-sequence may be missing in the log
/// @param disabledSince seconds; nobody may log in
/// @param deletedSince seconds; the account is in grace
record Header(
        String address,
        long nextModSeq,
        int nextMailbox,
        long lastUidValidity,
        long lastMessageModSeq,
        long lastMailboxModSeq,
        long usedBytes,
        long usedMessages,
        long graceBytes,
        long graceMessages,
        long logLowWater,
        long disabledSince,
        long deletedSince) {
    private static final int FORMAT = 1;

    static Header first(Address address) {
        return new Header(address.toString(), 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0);
    }

    Bytes encode() {
        return new BytesBuilder(96)
                .octet(FORMAT)
                .text(address)
                .varint(nextModSeq)
                .varint(nextMailbox)
                .varint(lastUidValidity)
                .varint(lastMessageModSeq)
                .varint(lastMailboxModSeq)
                .varint(usedBytes)
                .varint(usedMessages)
                .varint(graceBytes)
                .varint(graceMessages)
                .varint(logLowWater)
                .varint(disabledSince)
                .varint(deletedSince)
                .build();
    }

    static Header decode(Bytes row) {
        var in = new BytesReader(row);
        Format.check(in, FORMAT);
        var header =
                new Header(
                        in.text(),
                        in.varint(),
                        in.smallVarint(),
                        in.varint(),
                        in.varint(),
                        in.varint(),
                        in.varint(),
                        in.varint(),
                        in.varint(),
                        in.varint(),
                        in.varint(),
                        in.varint(),
                        in.varint());
        Format.checkEnd(in);
        return header;
    }

    /// The header after an operation took the next mod-sequence.
    Header modSeqTaken() {
        return with(it -> it.nextModSeq++);
    }

    Header mailboxTaken(long uidValidity) {
        return with(it -> {
            it.nextMailbox++;
            it.lastUidValidity = uidValidity;
        });
    }

    Header messagesChanged(long modSeq) {
        return with(it -> it.lastMessageModSeq = modSeq);
    }

    Header mailboxesChanged(long modSeq) {
        return with(it -> it.lastMailboxModSeq = modSeq);
    }

    Header used(long bytes, long messages) {
        return with(it -> {
            it.usedBytes += bytes;
            it.usedMessages += messages;
        });
    }

    Header inGrace(long bytes, long messages) {
        return with(it -> {
            it.graceBytes += bytes;
            it.graceMessages += messages;
        });
    }

    Header logFrom(long lowWater) {
        return with(it -> it.logLowWater = lowWater);
    }

    Header since(long disabled, long deleted) {
        return with(it -> {
            it.disabledSince = disabled;
            it.deletedSince = deleted;
        });
    }

    private Header with(Consumer<Edit> change) {
        var edit = new Edit(this);
        change.accept(edit);
        return edit.done();
    }

    /// The components that change, while they do.
    private static final class Edit {
        final String address;
        long nextModSeq;
        int nextMailbox;
        long lastUidValidity;
        long lastMessageModSeq;
        long lastMailboxModSeq;
        long usedBytes;
        long usedMessages;
        long graceBytes;
        long graceMessages;
        long logLowWater;
        long disabledSince;
        long deletedSince;

        Edit(Header from) {
            address = from.address;
            nextModSeq = from.nextModSeq;
            nextMailbox = from.nextMailbox;
            lastUidValidity = from.lastUidValidity;
            lastMessageModSeq = from.lastMessageModSeq;
            lastMailboxModSeq = from.lastMailboxModSeq;
            usedBytes = from.usedBytes;
            usedMessages = from.usedMessages;
            graceBytes = from.graceBytes;
            graceMessages = from.graceMessages;
            logLowWater = from.logLowWater;
            disabledSince = from.disabledSince;
            deletedSince = from.deletedSince;
        }

        Header done() {
            return new Header(
                    address,
                    nextModSeq,
                    nextMailbox,
                    lastUidValidity,
                    lastMessageModSeq,
                    lastMailboxModSeq,
                    usedBytes,
                    usedMessages,
                    graceBytes,
                    graceMessages,
                    logLowWater,
                    disabledSince,
                    deletedSince);
        }
    }
}
