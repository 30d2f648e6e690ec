package posthouse.mailbox;

/// Understood and refused. Each protocol has one switch from these to its codes.
///
/// The message is a sentence for people that names the thing, the limit and its unit.
public abstract sealed class MailRefusal extends Exception {
    private static final long serialVersionUID = 1;

    private MailRefusal(String message) {
        super(message, null, false, false);
    }

    /// There is no such mailbox.
    public static final class NoSuchMailbox extends MailRefusal {
        private static final long serialVersionUID = 1;

        public NoSuchMailbox(String name) {
            super("there is no mailbox " + name);
        }
    }

    /// A mailbox of that name exists already.
    public static final class MailboxExists extends MailRefusal {
        private static final long serialVersionUID = 1;

        public MailboxExists(String name) {
            super("the mailbox " + name + " exists already");
        }
    }

    /// No mailbox can have that name.
    public static final class BadMailboxName extends MailRefusal {
        private static final long serialVersionUID = 1;

        public BadMailboxName(String why) {
            super(why);
        }
    }

    /// Not to be done with this mailbox: INBOX cannot be deleted, a mailbox cannot move below
    /// itself.
    public static final class Forbidden extends MailRefusal {
        private static final long serialVersionUID = 1;

        public Forbidden(String why) {
            super(why);
        }
    }

    /// The account's quota, by bytes or by count, would be passed.
    public static final class OverQuota extends MailRefusal {
        private static final long serialVersionUID = 1;

        public OverQuota(String message) {
            super(message);
        }
    }

    /// A named limit would be passed: mailboxes, keywords, depth.
    public static final class OverLimit extends MailRefusal {
        private static final long serialVersionUID = 1;

        public OverLimit(String message) {
            super(message);
        }
    }

    /// The message is larger, or its header section is, than allowed.
    public static final class TooLarge extends MailRefusal {
        private static final long serialVersionUID = 1;

        public TooLarge(String message) {
            super(message);
        }
    }

    /// The account does not exist, or is disabled or deleted.
    public static final class NoSuchAccount extends MailRefusal {
        private static final long serialVersionUID = 1;

        public NoSuchAccount(String name) {
            super("there is no account " + name);
        }
    }

    /// Another session owns the maildrop (RFC 1939 §3).
    public static final class MaildropInUse extends MailRefusal {
        private static final long serialVersionUID = 1;

        public MaildropInUse() {
            super("the maildrop is open in another session");
        }
    }

    /// The domain or address is taken, or is not one of ours.
    public static final class BadAddress extends MailRefusal {
        private static final long serialVersionUID = 1;

        public BadAddress(String message) {
            super(message);
        }
    }
}
