package posthouse.smtp.server;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import posthouse.address.Address;
import posthouse.address.HostAddress;
import posthouse.net.Connection;
import posthouse.net.NetworkRate;
import posthouse.smtp.Path;
import posthouse.smtp.SmtpReply;

/// One connection as the [Door] sees it.
///
/// @param stranger empty where nothing of this holds
/// @param inquiry whether the stranger is on a block list
record Visit(
        Door door,
        Connection connection,
        Optional<InetAddress> stranger,
        BlockLists.Inquiry inquiry) {
    private static final Logger LOG = LoggerFactory.getLogger(Visit.class);

    /// Whether mail of this client's may go to other servers though nobody has logged in.
    boolean mayRelay(Role role) {
        return switch (role) {
            case RECEIVE -> connection.clientAddress().filter(door::relaysFor).isPresent();
            case LOCAL -> true;
            case SUBMISSION, LMTP -> false;
        };
    }

    /// Holds the greeting back. Who cannot wait for it (RFC 5321 §4.3.1) does not read what we
    /// answer either: a program that only pours mail out.
    void awaitGreeting() throws IOException {
        var delay = door.settings().greetingDelay();
        if (stranger.isEmpty() || delay.isZero()) {
            return;
        }
        door.pause().take(delay);
        if (connection.hasSpoken()) {
            LOG.info("{} spoke before the greeting", HostAddress.text(stranger.get()));
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

    /// Takes one recipient of its network's. Who is on a block list reaches the postmaster alone
    /// (RFC 5321 §4.5.1).
    ///
    /// @return why there may not be this one now
    Optional<SmtpReply> recipient(Path to) {
        return take(door.recipients(), "recipients")
                .map(Replies::later)
                .or(() -> isPostmaster(to) ? Optional.empty() : listed());
    }

    private Optional<SmtpReply> listed() {
        return inquiry.listing()
                .map(it -> Replies.listed(stranger.orElseThrow(), it.list(), it.reason()));
    }

    private static boolean isPostmaster(Path to) {
        return switch (to) {
            case Path.Postmaster _ -> true;
            case Path.Mailbox(Address address) ->
                    address.localPart().equalsIgnoreCase("postmaster");
            case Path.AtLiteral _, Path.Null _ -> false;
        };
    }

    private Optional<String> take(NetworkRate rate, String what) {
        if (stranger.isEmpty() || rate.take(stranger.get())) {
            return Optional.empty();
        }
        LOG.info("too many {} from the network of {}", what, HostAddress.text(stranger.get()));
        return Optional.of(
                "too many %s from your network (%d a minute)".formatted(what, rate.perMinute()));
    }
}
