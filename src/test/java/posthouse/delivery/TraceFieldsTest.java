package posthouse.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import posthouse.address.Address;

class TraceFieldsTest {
    private static final Address ANN = Address.parse("ann@example.org").orElseThrow();
    private static final Instant MOMENT = Instant.parse("2026-11-03T08:07:06Z");

    @Test
    void saysWhereAMessageCameFrom() {
        var envelope =
                envelope("mx.example.com", "192.0.2.1", Optional.of("TLS_AES_128_GCM_SHA256"));
        assertThat(TraceFields.of(envelope, ANN, MOMENT).latin1())
                .isEqualTo(
                        """
                        Return-Path: <ben@example.com>\r
                        Delivered-To: ann@example.org\r
                        Received: from mx.example.com ([192.0.2.1])\r
                        \tby example.org with ESMTPS id abc-1-1\r
                        \tfor <ann@example.org>\r
                        \ttls TLS_AES_128_GCM_SHA256;\r
                        \tTue, 3 Nov 2026 08:07:06 +0000\r
                        """);
    }

    @Test
    void writesNothingThatAClientMadeUp() {
        assertThat(received("evil)\r\nX: y", "2001:db8::1"))
                .contains("Received: from unknown ([IPv6:2001:db8::1])\r\n");
        assertThat(received("[192.0.2.7]", "192.0.2.7"))
                .contains("from [192.0.2.7] ([192.0.2.7])\r\n");
    }

    private static String received(String client, String address) {
        return TraceFields.of(envelope(client, address, Optional.empty()), ANN, MOMENT).latin1();
    }

    private static Envelope envelope(String client, String address, Optional<String> cipher) {
        return new Envelope(
                "abc-1-1",
                "<ben@example.com>",
                client,
                Optional.of(InetAddress.ofLiteral(address)),
                "example.org",
                "ESMTPS",
                cipher);
    }
}
