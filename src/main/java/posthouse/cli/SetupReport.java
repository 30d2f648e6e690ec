package posthouse.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import posthouse.address.Domain;
import posthouse.config.Port;
import posthouse.config.Settings;

/// What `setup` cannot do itself: DNS, ports, a certificate that others trust.
record SetupReport(Main main, Domain domain, SetupFile file) {
    void print() {
        PrintWriter out = main.out();
        Settings settings = file.settings();
        String host = settings.hostname();
        out.println("\nTo be set in the DNS, by whoever runs it for " + domain.unicode() + ":\n");
        for (String record : records(host)) {
            out.println("    " + record);
        }
        List<String> ports = ports(settings);
        if (!ports.isEmpty()) {
            out.println("\nPorts:\n");
            ports.forEach(line -> out.println("    " + line));
        }
        if (file.isSelfSigned()) {
            out.println(
                    """

                    The certificate will be self-signed, and mail programs will warn of it. With one for %s,
                    set tls.certificate and tls.key in %s.\
                    """
                            .formatted(host, file.file()));
        }
        out.println(
                """

                Mail to other servers goes straight to their port 25, which many lines at home and some hosters
                close. If yours does, name a server that takes it on: queue.smarthosts and queue.routes in
                %s.

                Start the server now: posthouse serve%s\
                """
                        .formatted(file.file(), options()));
    }

    private List<String> records(String host) {
        String name = domain.name();
        var records = new ArrayList<String>();
        records.add("%s.  A / AAAA  (this machine's addresses)".formatted(host));
        records.add("(those addresses, reversed)  PTR  %s.".formatted(host));
        records.add("%s.  MX   10 %s.".formatted(name, host));
        records.add("%s.  TXT  \"v=spf1 mx -all\"".formatted(name));
        records.add("_submissions._tcp.%s.  SRV  0 1 465 %s.".formatted(name, host));
        records.add("_imaps._tcp.%s.  SRV  0 1 993 %s.".formatted(name, host));
        records.add("_pop3s._tcp.%s.  SRV  0 1 995 %s.".formatted(name, host));
        return records;
    }

    /// What would keep the server from listening, found by trying.
    private static List<String> ports(Settings settings) {
        var lines = new ArrayList<String>();
        var forbidden = new ArrayList<String>();
        for (Port port :
                List.of(
                        settings.smtp().port(),
                        settings.smtp().submissionPort(),
                        settings.smtp().submissionsPort(),
                        settings.smtp().lmtpPort(),
                        settings.pop3().port(),
                        settings.pop3().tlsPort(),
                        settings.imap().port(),
                        settings.imap().tlsPort())) {
            if (port.isOff()) {
                continue;
            }
            String problem = problem(port.number());
            if (problem.contains("permission")) {
                forbidden.add(port.toString());
            } else if (!problem.isEmpty()) {
                lines.add(port + " is in use" + PortHolder.of(port.number()));
            }
        }
        if (!forbidden.isEmpty()) {
            lines.add(
                    String.join(", ", forbidden)
                            + " may not be bound by this user: start the server as root or by the"
                            + " unit packaging/posthouse.service");
        }
        return lines;
    }

    private static String problem(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
            return "";
        } catch (IOException failure) {
            return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        }
    }

    private String options() {
        return main.isDataNamed() ? " --data '" + main.data() + "'" : "";
    }
}
