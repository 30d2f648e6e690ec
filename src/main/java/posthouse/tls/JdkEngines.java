package posthouse.tls;

import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/// The engines that the JDK has (JSSE).
final class JdkEngines implements Engines {
    private final SSLContext context;

    JdkEngines(Identities identities) {
        try {
            context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {identities}, null, null);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("the JDK has no TLS", failure);
        }
    }

    @Override
    public SSLEngine newServerEngine() {
        var engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(Engines.array(VERSIONS));
        engine.setEnabledCipherSuites(Engines.array(SUITES));
        return engine;
    }

    @Override
    public void release() {}
}
