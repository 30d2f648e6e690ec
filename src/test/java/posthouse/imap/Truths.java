package posthouse.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import posthouse.mailbox.Account;
import posthouse.mailbox.MailRefusal;

/// What must be in an account: which mailboxes there are, by name.
final class Truths {
    static final List<String> NAMES = List.of("a", "b", "a/c", "b/ü", "ü");

    private final Map<String, Truth> mailboxes = new TreeMap<>();
    private final Set<Long> validities = new HashSet<>();

    Truths() {
        mailboxes.put("INBOX", new Truth("INBOX"));
    }

    Truth inbox() {
        return all().stream().filter(it -> it.name.equals("INBOX")).findFirst().orElseThrow();
    }

    List<Truth> all() {
        return new ArrayList<>(mailboxes.values());
    }

    boolean has(Truth mailbox) {
        return mailboxes.get(mailbox.name) == mailbox;
    }

    Set<String> names() {
        return new TreeSet<>(mailboxes.keySet());
    }

    List<String> free() {
        return NAMES.stream().filter(Predicate.not(mailboxes::containsKey)).toList();
    }

    /// With the levels above it (RFC 9051 §6.3.4).
    Truth create(String name) {
        int slash = name.indexOf('/');
        if (slash > 0) {
            var _ = mailboxes.computeIfAbsent(name.substring(0, slash), Truth::new);
        }
        var created = new Truth(name);
        mailboxes.put(name, created);
        return created;
    }

    /// What is below it stays where it is, below a new mailbox.
    void delete(Truth mailbox) {
        mailboxes.remove(mailbox.name);
        if (mailboxes.keySet().stream().anyMatch(name -> name.startsWith(mailbox.name + "/"))) {
            var _ = create(mailbox.name);
        }
    }

    /// With those below it (RFC 9051 §6.3.6).
    void rename(Truth mailbox, String name) {
        String from = mailbox.name;
        var moved =
                all().stream()
                        .filter(it -> it.name.equals(from) || it.name.startsWith(from + "/"))
                        .toList();
        moved.forEach(it -> mailboxes.remove(it.name));
        var _ = create(name);
        for (Truth each : moved) {
            each.name = name + each.name.substring(from.length());
            mailboxes.put(each.name, each);
        }
    }

    /// Whether it can be renamed so: nothing of that name is there, and it goes not below itself.
    boolean mayRename(Truth mailbox, String name) {
        return all().stream()
                .filter(it ->
                        it.name.equals(mailbox.name) || it.name.startsWith(mailbox.name + "/"))
                .noneMatch(it -> {
                    String now = name + it.name.substring(mailbox.name.length());
                    return mailboxes.containsKey(now)
                            || now.startsWith(mailbox.name + "/")
                            || now.chars().filter(c -> c == '/').count() > 1;
                });
    }

    /// As the name goes over the line: in modified UTF-7 (RFC 3501 §5.1.3) or UTF-8.
    static String written(String name, boolean utf8) {
        return utf8
                ? '"'
                        + new String(
                                name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
                        + '"'
                : name.replace("ü", "&APw-");
    }

    /// Holds the server to this.
    void hold(Account account) throws IOException, MailRefusal {
        var there =
                account.state().mailboxes().keySet().stream()
                        .map(it -> it.name())
                        .filter(it -> it.matches("INBOX|[abü].*"))
                        .collect(Collectors.toSet());
        assertThat(there).isEqualTo(mailboxes.keySet());
        for (Truth mailbox : mailboxes.values()) {
            boolean known = mailbox.uidValidity > 0;
            mailbox.hold(account);
            if (!known) {
                // RFC 3501 §6.3.5: with new messages under their UIDs comes another validity.
                assertThat(validities.add(mailbox.uidValidity)).isTrue();
            }
        }
    }
}
