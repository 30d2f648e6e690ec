package posthouse.mailbox;

import java.time.Duration;

/// What an account may hold, and how long what left it is kept.
///
/// @param headerOctets of a message's header section as received
/// @param mailboxes of one account; as many names may stay subscribed without a mailbox
/// @param keywords of one mailbox, counted since it was made
/// @param keywordCharacters of one keyword
/// @param graceTime how long expunged messages, deleted mailboxes and removed accounts are kept;
///   zero: gone at once
/// @param graceBytes how much an account keeps in grace; the oldest go first
/// @param logTime how long the change log is kept
/// @param logEntries how many entries of it are kept
/// @param deliveryTime how long the name of a delivery is remembered (DESIGN rule 13)
/// @param messagesInMemory placements of all accounts together, some 60 bytes each; beyond,
///   accounts that no session looks at are read again when next used
public record MailLimits(
        int headerOctets,
        int mailboxes,
        int keywords,
        int keywordCharacters,
        Duration graceTime,
        long graceBytes,
        Duration logTime,
        int logEntries,
        Duration deliveryTime,
        long messagesInMemory) {
    /// Placements in memory where nothing is said: some 120 MB.
    public static final long MESSAGES_IN_MEMORY = 2_000_000;

    public static final MailLimits DEFAULT =
            new MailLimits(
                    1024 * 1024,
                    5_000,
                    256,
                    100,
                    Duration.ofDays(30),
                    10L * 1024 * 1024 * 1024,
                    Duration.ofDays(30),
                    100_000,
                    Duration.ofDays(5),
                    MESSAGES_IN_MEMORY);

    /// With [#MESSAGES_IN_MEMORY].
    public MailLimits(
            int headerOctets,
            int mailboxes,
            int keywords,
            int keywordCharacters,
            Duration graceTime,
            long graceBytes,
            Duration logTime,
            int logEntries,
            Duration deliveryTime) {
        this(
                headerOctets,
                mailboxes,
                keywords,
                keywordCharacters,
                graceTime,
                graceBytes,
                logTime,
                logEntries,
                deliveryTime,
                MESSAGES_IN_MEMORY);
    }
}
