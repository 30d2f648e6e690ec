package posthouse.cli;

import java.util.ArrayList;
import java.util.List;
import posthouse.net.Network;

/// Networks as settings have them.
final class Networks {
    private Networks() {}

    /// @param setting the one that the texts are of
    static List<Network> parse(String setting, List<String> texts) throws CommandFailed {
        var found = new ArrayList<Network>();
        for (String text : texts) {
            try {
                found.add(Network.parse(text));
            } catch (IllegalArgumentException none) {
                throw new CommandFailed(
                        setting
                                + ": '"
                                + text
                                + "' is no address or network, as 192.0.2.1 or 2001:db8::/32");
            }
        }
        return found;
    }
}
