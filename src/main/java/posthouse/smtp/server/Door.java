package posthouse.smtp.server;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import posthouse.auth.Pause;
import posthouse.config.Settings;
import posthouse.net.Connection;
import posthouse.net.Network;
import posthouse.net.NetworkRate;
import posthouse.time.Clock;

/// What strangers at port 25 are held to; one for all their connections. This machine itself and
/// trusted networks are no strangers.
public final class Door {
    private final Settings.Smtp.Door settings;
    private final List<Network> trusted;
    private final List<Network> relaying;
    private final BlockLists blockLists;
    private final Pause pause;
    private final NetworkRate commands;
    private final NetworkRate messages;
    private final NetworkRate recipients;

    /// @param relaying whose machines may send anywhere
    public Door(
            Settings.Smtp.Door settings,
            List<Network> trusted,
            List<Network> relaying,
            BlockLists blockLists,
            Clock clock,
            Pause pause) {
        this.settings = settings;
        this.trusted = trusted;
        this.relaying = relaying;
        this.blockLists = blockLists;
        this.pause = pause;
        commands = new NetworkRate(clock, settings.commandsPerMinuteMax());
        messages = new NetworkRate(clock, settings.messagesPerMinuteMax());
        recipients = new NetworkRate(clock, settings.recipientsPerMinuteMax());
    }

    /// Somebody has come.
    Visit visit(Connection connection, Role role) {
        var stranger =
                role == Role.RECEIVE
                        ? connection
                                .clientAddress()
                                .filter(address -> !Network.trusts(trusted, address))
                        : Optional.<InetAddress>empty();
        var inquiry = stranger.map(blockLists::ask).orElse(BlockLists.Inquiry.NONE);
        return new Visit(this, connection, stranger, inquiry);
    }

    Settings.Smtp.Door settings() {
        return settings;
    }

    /// Whether a machine may send anywhere without a login.
    boolean relaysFor(InetAddress address) {
        return relaying.stream().anyMatch(network -> network.contains(address));
    }

    Pause pause() {
        return pause;
    }

    NetworkRate commands() {
        return commands;
    }

    NetworkRate messages() {
        return messages;
    }

    NetworkRate recipients() {
        return recipients;
    }
}
