package posthouse.tls;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.KeyManagerFactoryWrapper;
import io.netty.util.ReferenceCountUtil;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/// BoringSSL's engines, by way of netty-tcnative. Nothing else of Netty is used: no channels, no
/// event loops.
final class BoringSslEngines implements Engines {
    private final SslContext context;

    /// The caching factory keeps the certificate and key in the library's form, instead of handing
    /// them over as text for each handshake.
    BoringSslEngines(Identities identities) {
        var keys =
                new OpenSslCachingX509KeyManagerFactory(new KeyManagerFactoryWrapper(identities));
        try {
            context =
                    SslContextBuilder.forServer(keys)
                            .sslProvider(SslProvider.OPENSSL_REFCNT)
                            .protocols(VERSIONS)
                            .ciphers(SUITES)
                            .build();
        } catch (SSLException failure) {
            throw new IllegalStateException("BoringSSL refuses its set-up", failure);
        }
    }

    /// Whether the library is there for this machine.
    static boolean isAvailable() {
        return OpenSsl.isAvailable();
    }

    /// An engine keeps what it needs of the context, so a context may go before its engines.
    @Override
    public SSLEngine newServerEngine() {
        return context.newEngine(UnpooledByteBufAllocator.DEFAULT);
    }

    @Override
    public void release() {
        var _ = ReferenceCountUtil.release(context);
    }
}
