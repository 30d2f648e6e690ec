package posthouse.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import posthouse.control.Live;

/// Commands to try on the demonstration, ready to be pasted.
record DemoHints(
        PrintWriter out, Path data, List<Demo.Login> accounts, List<Live.ServiceRow> services) {
    void print() {
        Demo.Login ann = accounts.getFirst();
        Demo.Login ben = accounts.get(1);
        Demo.Login elsewhere = accounts.getLast();
        String login = "-u '" + ann.address() + ":" + ann.password() + "'";
        String certificate = data.resolve("tls").resolve("self-signed.crt").toString();
        out.println("\nTo try (its certificate is self-signed, so curl is told to take it: -k):\n");
        say("Ann's folders, by IMAP", "curl -k imaps://" + at("imap", "tls") + "/ " + login);
        say(
                "her first message",
                "curl -k 'imaps://" + at("imap", "tls") + "/INBOX;UID=1' " + login);
        say("the same by POP3", "curl -k pop3s://" + at("pop3", "tls") + "/1 " + login);
        say("a message to Ben, as Ann", message(ann, ben, login));
        say("another, to the Ben of the other server", message(ann, elsewhere, login));
        say(
                "everything, in neomutt",
                "neomutt -F /dev/null -e 'set imap_user=\""
                        + ann.address()
                        + "\" imap_pass=\""
                        + ann.password()
                        + "\" folder=\"imaps://"
                        + at("imap", "tls")
                        + "/\" spoolfile=\"+INBOX\" from=\""
                        + ann.address()
                        + "\" smtp_url=\"smtps://"
                        + ann.address()
                        + "@"
                        + at("submission", "tls")
                        + "/\" smtp_pass=\""
                        + ann.password()
                        + "\" certificate_file=\""
                        + certificate
                        + "\"'");
        say("what became of them", "posthouse --data '" + data + "' trace " + ann.address());
        say("what the server is doing", "posthouse --data '" + data + "' status");
    }

    private String message(Demo.Login from, Demo.Login to, String login) {
        return "printf 'From: %s\\r\\nTo: %s\\r\\nSubject: Hello\\r\\n\\r\\nHello Ben\\r\\n' "
                + from.address()
                + " "
                + to.address()
                + " |\n    curl -k smtps://"
                + at("submission", "tls")
                + " "
                + login
                + " --mail-from "
                + from.address()
                + " --mail-rcpt "
                + to.address()
                + " -T -";
    }

    private void say(String what, String command) {
        out.println("  # " + what);
        out.println("  " + command + "\n");
    }

    private String at(String protocol, String security) {
        return services.stream()
                .filter(row -> row.protocol().equals(protocol) && row.security().equals(security))
                .map(row -> row.host() + ":" + row.port())
                .findFirst()
                .orElse("(off)");
    }
}
