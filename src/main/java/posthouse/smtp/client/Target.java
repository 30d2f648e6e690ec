package posthouse.smtp.client;

import java.net.InetAddress;
import posthouse.address.HostAddress;

/// A server that may take the mail.
///
/// @param host its name, or its address where it has none
record Target(String host, InetAddress address, int port) {
    /// For people: `mx.example.org [192.0.2.1]`.
    @Override
    public String toString() {
        String text = HostAddress.text(address);
        String port = this.port == 25 ? "" : ":" + this.port;
        return host.equals(text) ? "[" + text + "]" + port : host + " [" + text + "]" + port;
    }
}
