package posthouse.smtp.server;

import com.code_intelligence.jazzer.junit.FuzzTest;
import posthouse.bytes.Bytes;

/// Any From field is read or refused.
class FromFieldFuzz {
    @FuzzTest
    void readsOrRefuses(byte[] value) {
        var _ = FromField.addresses(Bytes.wrap(value).utf8());
    }
}
