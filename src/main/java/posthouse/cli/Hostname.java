package posthouse.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import posthouse.config.Settings;

/// The server's name in greetings, Received fields and its own certificate.
final class Hostname {
    private static final String UNKNOWN = "localhost";

    private Hostname() {}

    static String of(Settings settings) {
        return settings.hostname().isEmpty() ? ofTheMachine() : settings.hostname();
    }

    /// What the machine calls itself, if that can be a domain name.
    static String ofTheMachine() {
        try {
            return posthouse.address.Domain.parse(InetAddress.getLocalHost().getHostName())
                    .map(posthouse.address.Domain::name)
                    .orElse(UNKNOWN);
        } catch (UnknownHostException _) {
            return UNKNOWN;
        }
    }
}
