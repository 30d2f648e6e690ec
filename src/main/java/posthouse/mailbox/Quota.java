package posthouse.mailbox;

/// Whether more mail fits an account: by bytes and by count, grace not counted.
final class Quota {
    private Quota() {}

    static void check(Header header, Settings settings, long bytes, long messages)
            throws MailRefusal.OverQuota {
        if (settings.quotaBytes() > 0 && header.usedBytes() + bytes > settings.quotaBytes()) {
            throw new MailRefusal.OverQuota(
                    "the account would have more than " + settings.quotaBytes() + " bytes");
        }
        if (settings.quotaMessages() > 0
                && header.usedMessages() + messages > settings.quotaMessages()) {
            throw new MailRefusal.OverQuota(
                    "the account would have more than " + settings.quotaMessages() + " messages");
        }
    }
}
