package posthouse.mailbox;

import java.util.Map;
import java.util.OptionalLong;
import posthouse.bytes.Bytes;
import posthouse.bytes.BytesBuilder;
import posthouse.bytes.BytesReader;

/// What the operator or the owner chose for an account: a row `o/<name>` for each.
///
/// `o/pop3`: format 1, on-delete and on-retrieve as the octets 0 to 4 in the order of
/// [Pop3Policy.Action]. `o/quota`: format 1, varints for bytes and messages. `o/grace`: format 1,
/// varints for seconds and bytes. `o/sending`: format 1, a varint, one more than recipients a day;
/// 0 where the account has no number of its own.
///
/// @param quotaBytes 0: no limit
/// @param quotaMessages 0: no limit
/// @param graceSeconds 0: gone at once
/// @param recipientsPerDay that it may write to; empty: as many as others
record Settings(
        Pop3Policy pop3,
        long quotaBytes,
        long quotaMessages,
        long graceSeconds,
        long graceBytes,
        OptionalLong recipientsPerDay) {
    static final String POP3 = "pop3";
    static final String QUOTA = "quota";
    static final String GRACE = "grace";
    static final String SENDING = "sending";

    private static final int FORMAT = 1;

    static Settings standard(MailLimits limits) {
        return new Settings(
                Pop3Policy.DEFAULT,
                0,
                0,
                limits.graceTime().toSeconds(),
                limits.graceBytes(),
                OptionalLong.empty());
    }

    Settings with(Pop3Policy policy) {
        return new Settings(
                policy, quotaBytes, quotaMessages, graceSeconds, graceBytes, recipientsPerDay);
    }

    Settings withQuota(long bytes, long messages) {
        return new Settings(pop3, bytes, messages, graceSeconds, graceBytes, recipientsPerDay);
    }

    Settings withGrace(long seconds, long bytes) {
        return new Settings(pop3, quotaBytes, quotaMessages, seconds, bytes, recipientsPerDay);
    }

    Settings withRecipientsPerDay(OptionalLong recipients) {
        return new Settings(pop3, quotaBytes, quotaMessages, graceSeconds, graceBytes, recipients);
    }

    /// The rows by their names, all of them.
    Map<String, Bytes> rows() {
        return Map.of(
                POP3,
                new BytesBuilder(8)
                        .octet(FORMAT)
                        .octet(number(pop3.onDelete()))
                        .octet(number(pop3.onRetrieve()))
                        .build(),
                QUOTA,
                new BytesBuilder(16).octet(FORMAT).varint(quotaBytes).varint(quotaMessages).build(),
                GRACE,
                new BytesBuilder(16).octet(FORMAT).varint(graceSeconds).varint(graceBytes).build(),
                SENDING,
                new BytesBuilder(16).octet(FORMAT).varint(recipientsPerDay.orElse(-1) + 1).build());
    }

    /// These settings with what a row says; a row of another name changes nothing.
    Settings with(String name, Bytes row) {
        var in = new BytesReader(row);
        Format.check(in, FORMAT);
        return switch (name) {
            case POP3 -> with(new Pop3Policy(action(in.octet()), action(in.octet())));
            case QUOTA -> withQuota(in.varint(), in.varint());
            case GRACE -> withGrace(in.varint(), in.varint());
            case SENDING -> withRecipientsPerDay(recipients(in.varint()));
            default -> this; // a later version's
        };
    }

    private static OptionalLong recipients(long number) {
        return number == 0 ? OptionalLong.empty() : OptionalLong.of(number - 1);
    }

    static int number(Pop3Policy.Action action) {
        return switch (action) {
            case DELETE -> 0;
            case KEEP -> 1;
            case READ -> 2;
            case ARCHIVE -> 3;
            case TRASH -> 4;
        };
    }

    static Pop3Policy.Action action(int number) {
        for (Pop3Policy.Action action : Pop3Policy.Action.values()) {
            if (number(action) == number) {
                return action;
            }
        }
        throw new BytesReader.Malformed("no POP3 action " + number);
    }
}
