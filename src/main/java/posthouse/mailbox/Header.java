package posthouse.mailbox;

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
        return new Header(
                address,
                nextModSeq + 1,
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

    Header mailboxTaken(long uidValidity) {
        return new Header(
                address,
                nextModSeq,
                nextMailbox + 1,
                uidValidity,
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

    Header messagesChanged(long modSeq) {
        return new Header(
                address,
                nextModSeq,
                nextMailbox,
                lastUidValidity,
                modSeq,
                lastMailboxModSeq,
                usedBytes,
                usedMessages,
                graceBytes,
                graceMessages,
                logLowWater,
                disabledSince,
                deletedSince);
    }

    Header mailboxesChanged(long modSeq) {
        return new Header(
                address,
                nextModSeq,
                nextMailbox,
                lastUidValidity,
                lastMessageModSeq,
                modSeq,
                usedBytes,
                usedMessages,
                graceBytes,
                graceMessages,
                logLowWater,
                disabledSince,
                deletedSince);
    }

    Header used(long bytes, long messages) {
        return new Header(
                address,
                nextModSeq,
                nextMailbox,
                lastUidValidity,
                lastMessageModSeq,
                lastMailboxModSeq,
                usedBytes + bytes,
                usedMessages + messages,
                graceBytes,
                graceMessages,
                logLowWater,
                disabledSince,
                deletedSince);
    }

    Header inGrace(long bytes, long messages) {
        return new Header(
                address,
                nextModSeq,
                nextMailbox,
                lastUidValidity,
                lastMessageModSeq,
                lastMailboxModSeq,
                usedBytes,
                usedMessages,
                graceBytes + bytes,
                graceMessages + messages,
                logLowWater,
                disabledSince,
                deletedSince);
    }

    Header logFrom(long lowWater) {
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
                lowWater,
                disabledSince,
                deletedSince);
    }

    Header since(long disabled, long deleted) {
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
                disabled,
                deleted);
    }
}
