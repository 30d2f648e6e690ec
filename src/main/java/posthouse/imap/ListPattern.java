package posthouse.imap;

import posthouse.mailbox.MailboxName;

/// Which names LIST asks for (RFC 3501 §6.3.8): `*` stands for any characters, `%` for any but the
/// separator.
final class ListPattern {
    private final String pattern;

    /// @param reference put in front of the pattern as it is
    ListPattern(String reference, String pattern) {
        String whole = reference + pattern;
        // Runs of wildcards would only take time.
        this.pattern = whole.replaceAll("%*\\*[*%]*", "*").replaceAll("%+", "%");
    }

    boolean matches(MailboxName name) {
        return matches(pattern, name.name())
                || name.isInbox() && matches(pattern.toUpperCase(java.util.Locale.ROOT), "INBOX");
    }

    /// For each prefix of the pattern, `reached[i]` says whether the name's first i characters can
    /// be what it stands for.
    private static boolean matches(String pattern, String name) {
        var reached = new boolean[name.length() + 1];
        reached[0] = true;
        for (int p = 0; p < pattern.length(); p++) {
            char c = pattern.charAt(p);
            if (c == '*' || c == '%') {
                for (int i = 1; i <= name.length(); i++) {
                    boolean longer = reached[i - 1] && (c == '*' || !isSeparator(name, i - 1));
                    reached[i] = reached[i] || longer;
                }
            } else {
                for (int i = name.length(); i >= 1; i--) {
                    reached[i] = reached[i - 1] && name.charAt(i - 1) == c;
                }
                reached[0] = false;
            }
        }
        return reached[name.length()];
    }

    private static boolean isSeparator(String name, int at) {
        return name.charAt(at) == MailboxName.SEPARATOR;
    }
}
