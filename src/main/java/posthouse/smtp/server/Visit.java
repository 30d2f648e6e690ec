package posthouse.smtp.server;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import posthouse.net.Connection;
import posthouse.net.NetworkRate;
import posthouse.smtp.SmtpReply;

/// One connection as the [Door] sees it.
///
/// @param stranger empty where nothing of this holds
record Visit(Door door, Connection connection, Optional<InetAddress> stranger) {
    private static final Logger LOG = LoggerFactory.getLogger(Visit.class);

    /// Holds the greeting back. Who cannot wait for it (RFC 5321 §4.3.1) does not read what we
    /// answer either: a program that only pours mail out.
    void awaitGreeting() throws IOException {
        var delay = door.settings().greetingDelay();
        if (stranger.isEmpty() || delay.isZero()) {
            return;
        }
        door.pause().take(delay);
        if (connection.hasSpoken()) {
            LOG.info("{} spoke before the greeting", stranger.get().getHostAddress());
            throw new Farewell(Replies.SPOKE_FIRST);
        }
    }

    /// Takes one command of its network's.
    void command() throws Farewell {
        var tooMany = take(door.commands(), "commands");
        if (tooMany.isPresent()) {
            throw new Farewell(Replies.closing(tooMany.get()));
        }
    }

    /// Takes one message of its network's.
    ///
    /// @return why it may not be sent now
    Optional<SmtpReply> message() {
        return take(door.messages(), "messages").map(Replies::later);
    }

    /// Takes one recipient of its network's.
    ///
    /// @return why there may not be another now
    Optional<SmtpReply> recipient() {
        return take(door.recipients(), "recipients").map(Replies::later);
    }

    private Optional<String> take(NetworkRate rate, String what) {
        if (stranger.isEmpty() || rate.take(stranger.get())) {
            return Optional.empty();
        }
        LOG.info("too many {} from the network of {}", what, stranger.get().getHostAddress());
        return Optional.of(
                "too many %s from your network (%d a minute)".formatted(what, rate.perMinute()));
    }
}
