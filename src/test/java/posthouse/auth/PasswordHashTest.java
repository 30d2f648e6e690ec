package posthouse.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import posthouse.bytes.Bytes;

class PasswordHashTest {
    /// Made by libxcrypt and Python's hashlib.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "$6$saltstring$Vy1qkR4howG25g0MrA26uBcI9k9c5cxzfoR6VfYPEDH6Qz8CJGsLsSf6i7jmz6/3LKpWlmhxHaJqvorDx2KhI.",
                "$6$rounds=10000$saltstringsaltst$FbwJNIuZGFnmoRtg/uJFym27K4N4XcOhusUfaOb0JtYRirSJ8Au6wU2n7hp3fp1amcvm2TPkQ6tTFhAS1Cqb/0",
                "$6$rounds=1000$abc$lupCwegr4iMtwoIJkZt66j1DZTSTyIYvFYuorqOld4kiFdhDNv7MaqwCn1n0.6.SRMl0J73VO0xKfavnEznvZ1",
                "{SHA512-CRYPT}$6$rounds=1000$abc$lupCwegr4iMtwoIJkZt66j1DZTSTyIYvFYuorqOld4kiFdhDNv7MaqwCn1n0.6.SRMl0J73VO0xKfavnEznvZ1",
                "$2y$06$If6bvum7DFjUnE9p2uDeDuFFBZ3US9nnvM.HjaiULB7mar1H06Oy2",
                "{BLF-CRYPT}$2b$05$CCCCCCCCCCCCCCCCCCCCC.TY7y0.yO6whg9Y0nBpXam0iQ.VrqZqi",
                "$pbkdf2$1200$./..AAECAwQFBgcICQoLDA$.xiGUHRq3eZetMY7lOavtRPQieQ",
                "$pbkdf2-sha256$1200$./..AAECAwQFBgcICQoLDA$to7TPF3LF.6HXkUU46dZ78w8qFyDjCjddk67xe9uygU",
                "$pbkdf2-sha512$1200$./..AAECAwQFBgcICQoLDA$zNAmimVA.tCijoD3kBsJ2HfLiNbPQurUkLcoaDeZieOw9MRUNQIItoDZRKOqH8cpgkrOdbPyp5Psop7Qn1bDMg",
                "pbkdf2_sha256$1500$seasalt$y39NdECrB+5sEZEZBJcFuXSQIqzLgkklJzKhKmEPxAg=",
                "{PBKDF2-SHA512}1000$./..AAECAwQFBgcICQoLDA$j6fEPsxjNkPHObbRR/sXJyL0ZFkOOUT3rM/abo2Lzctzjdyu/3O2fMBEXoWoUZvEZwDypgPahy2csAGHb9G63A",
                "{PBKDF2}$1$UB2VbjWKlIZNzFHq$5000$cd1f89c58e6aa237c9cc76d4ff5e4c7502d64afc"
            })
    void readsHashesThatOthersMade(String line) throws Exception {
        PasswordHash hash = PasswordHash.parse(line);
        assertThat(hash.matches(Bytes.utf8("correct horse é"))).isTrue();
        assertThat(hash.matches(Bytes.utf8("correct horse e"))).isFalse();
        assertThat(hash.isCurrent()).isFalse();
        assertThat(PasswordHash.parse(hash.text())).isEqualTo(hash);
    }

    /// From the tests of Argon2's reference implementation.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "{ARGON2ID}$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
            })
    void readsArgon2idOfOthers(String line) throws Exception {
        PasswordHash hash = PasswordHash.parse(line);
        assertThat(hash.matches(Bytes.utf8("password"))).isTrue();
        assertThat(hash.matches(Bytes.utf8("Password"))).isFalse();
        assertThat(hash.isCurrent()).isEqualTo(line.contains("m=65536"));
    }

    @Test
    void readsBackWhatItMade() throws Exception {
        Argon2 made = Argon2.make(Bytes.utf8("correct horse"), new SecureRandom());
        assertThat(made.text()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        PasswordHash read = PasswordHash.parse(made.text());
        assertThat(read).isEqualTo(made);
        assertThat(read.isCurrent()).isTrue();
        assertThat(read.matches(Bytes.utf8("correct horse"))).isTrue();
        assertThat(read.matches(Bytes.utf8("correct horse "))).isFalse();
    }

    @Test
    void looksAt72OctetsForBcrypt() throws Exception {
        PasswordHash hash =
                PasswordHash.parse("$2a$05$/OK.fbVrR/bpIqNJ5ianF.swQOIzjOiJ9GHEPuhEkvqrUyvWhEMx6");
        assertThat(hash.matches(Bytes.utf8("\u00aa".repeat(72)))).isFalse();
        assertThat(hash.matches(Bytes.latin1("\u00aa".repeat(72)))).isTrue();
        assertThat(hash.matches(Bytes.latin1("\u00aa".repeat(72) + "chars after 72 are ignored")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "{PLAIN}secret",
                "{MD5}abc",
                "$1$abc$def",
                "$5$abc$def",
                "$argon2id$",
                "$argon2id$v=19$m=9,t=1$a$b",
                "$argon2id$v=19$m=99999999,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$????",
                "$argon2id$v=19$m=256,t=0,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$2y$06$short",
                "$2y$31$If6bvum7DFjUnE9p2uDeDuFFBZ3US9nnvM.HjaiULB7mar1H06Oy2",
                "$6$salt$short",
                "$6$rounds=999999999$abc$lupCwegr4iMtwoIJkZt66j1DZTSTyIYvFYuorqOld4kiFdhDNv7MaqwCn1n0.6.SRMl0J73VO0xKfavnEznvZ1",
                "$pbkdf2-sha256$999999999$AAECAwQFBgcICQoLDA$to7TPF3LF.6HXkUU46dZ78w8qFyDjCjddk67xe9uygU",
                "$pbkdf2-md5$10$AAECAwQFBgcICQoLDA$to7TPF3LF.6HXkUU46dZ78w8qFyDjCjddk67xe9uygU",
                "$pbkdf2-sha256$10",
                "pbkdf2_sha256$ten$seasalt$y39NdECrB+5sEZEZBJcFuXSQIqzLgkklJzKhKmEPxAg="
            })
    void refusesWhatIsNoHashWithASentence(String line) {
        assertThatThrownBy(() -> PasswordHash.parse(line))
                .isInstanceOf(PasswordHash.BadHash.class)
                .message()
                .isNotBlank()
                .doesNotContain("secret");
    }

    @Test
    void showsNothingOfItselfInLogs() throws Exception {
        var hash = Argon2.make(Bytes.utf8("correct horse"), new SecureRandom());
        assertThat(new Secret.Password(hash).toString()).isEqualTo("Password[hash=argon2id]");
        assertThat(
                        PasswordHash.parse(
                                "pbkdf2_sha256$1500$seasalt$y39NdECrB+5sEZEZBJcFuXSQIqzLgkklJzKhKmEPxAg="))
                .hasToString("pbkdf2-sha256");
    }
}
