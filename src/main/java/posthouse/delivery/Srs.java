package posthouse.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import posthouse.address.Address;
import posthouse.address.Domain;
import posthouse.bytes.Bytes;
import posthouse.time.Clock;

/// The Sender Rewriting Scheme: gives forwarded mail a reverse-path in a domain of ours, so that
/// the next server's look at SPF concerns us, and turns bounces that come to it back to the sender.
///
/// `ann@one.test` becomes `SRS0=HHHH=TT=one.test=ann@ours.test`, where `TT` is the day and `HHHH` a
/// keyed hash, by which only what we have made is turned back. What another server has made,
/// `SRS0=…@two.test`, becomes `SRS1=HHHH=two.test==…@ours.test`; an SRS1 of another gets our hash
/// in place of its own, so it does not grow from server to server. Bounces of both go to
/// `two.test`.
///
/// A peer may change the case of what we have made; then the sender's local part comes back so.
public final class Srs {
    /// How long bounces are turned back.
    public static final Duration VALIDITY = Duration.ofDays(21);

    private static final String ALGORITHM = "HmacSHA256";
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int HASH_CHARACTERS = 4;
    private static final int DAYS = 1024;

    /// What others may have put between `SRS0` and the rest.
    private static final String SEPARATORS = "=+-";

    private final SecretKeySpec key;
    private final Clock clock;

    /// @param key 32 octets, which do not change
    public Srs(Bytes key, Clock clock) {
        this.key = new SecretKeySpec(key.toArray(), ALGORITHM);
        this.clock = clock;
    }

    /// What an address that looks like ours turned out to be.
    public sealed interface Reversed {
        /// Whoever a bounce is for.
        record To(Address address) implements Reversed {}

        /// We have not made it, or it was changed on its way.
        record Forged() implements Reversed {}

        /// It was made too long ago.
        record Expired() implements Reversed {}
    }

    /// The reverse-path for what is sent on from `ours`. Empty where it would be longer than an
    /// address may be (RFC 5321 §4.5.3.1): then an address of who forwards it must do.
    public Optional<Address> rewrite(Address sender, Domain ours) {
        String local = sender.localPart();
        if (isTagged(local, "SRS0")) {
            return fitting("SRS1", sender.domain() + "=" + local.substring(4), ours);
        }
        int hashEnd = isTagged(local, "SRS1") ? local.indexOf('=', 5) : -1;
        if (hashEnd > 0 && isChain(local.substring(hashEnd + 1))) {
            return fitting("SRS1", local.substring(hashEnd + 1), ours);
        }
        String rest = day(today()) + "=" + sender.domain() + "=" + local;
        return fitting("SRS0", rest, ours);
    }

    private Optional<Address> fitting(String tag, String rest, Domain ours) {
        String local = tag + "=" + hash(tag, rest) + "=" + rest;
        return Optional.of(new Address(local, ours))
                .filter(it -> local.getBytes(UTF_8).length <= Address.LOCAL_PART_OCTETS_MAX)
                .filter(it -> it.toString().getBytes(UTF_8).length <= Address.ADDRESS_OCTETS_MAX);
    }

    /// Whether the address says of itself that [#rewrite] has made it.
    public static boolean isRewritten(Address address) {
        return isTagged(address.localPart(), "SRS0") || isTagged(address.localPart(), "SRS1");
    }

    /// Where a bounce to an address that [#isRewritten] goes.
    public Reversed reverse(Address rewritten) {
        String local = rewritten.localPart();
        int hashEnd = 5 + HASH_CHARACTERS;
        if (local.length() <= hashEnd || local.charAt(hashEnd) != '=') {
            return new Reversed.Forged();
        }
        String rest = local.substring(hashEnd + 1);
        if (!isSame(local.substring(5, hashEnd), hash(local.substring(0, 4), rest))) {
            return new Reversed.Forged();
        }
        return isTagged(local, "SRS1") ? firstForwarder(rest) : sender(rest);
    }

    /// `two.test==HHHH=TT=one.test=ann`
    private static Reversed firstForwarder(String rest) {
        int end = rest.indexOf('=');
        return to("SRS0" + rest.substring(end + 1), rest.substring(0, end));
    }

    /// `TT=one.test=ann`
    private Reversed sender(String rest) {
        int dayEnd = rest.indexOf('=');
        int domainEnd = rest.indexOf('=', dayEnd + 1);
        int age = Math.floorMod(today() - number(rest.substring(0, dayEnd)), DAYS);
        // Our clock may have been put back since.
        if (age > VALIDITY.toDays() && age != DAYS - 1) {
            return new Reversed.Expired();
        }
        return to(rest.substring(domainEnd + 1), rest.substring(dayEnd + 1, domainEnd));
    }

    private static Reversed to(String local, String domain) {
        return Domain.parse(domain)
                .<Reversed>map(it -> new Reversed.To(new Address(local, it)))
                .orElse(new Reversed.Forged());
    }

    private static boolean isTagged(String local, String tag) {
        return local.length() > tag.length() + 1
                && local.regionMatches(true, 0, tag, 0, tag.length())
                && SEPARATORS.indexOf(local.charAt(tag.length())) >= 0;
    }

    /// `two.test=` and something that begins with a separator: what stands behind another's hash.
    private static boolean isChain(String rest) {
        int end = rest.indexOf('=');
        return end > 0
                && end + 1 < rest.length()
                && SEPARATORS.indexOf(rest.charAt(end + 1)) >= 0
                && Domain.parse(rest.substring(0, end)).isPresent();
    }

    private static boolean isSame(String hash, String ours) {
        return MessageDigest.isEqual(
                hash.toUpperCase(Locale.ROOT).getBytes(UTF_8), ours.getBytes(UTF_8));
    }

    /// Over lower case, since a peer may have changed it.
    private String hash(String tag, String rest) {
        String text = (tag + "=" + rest).toLowerCase(Locale.ROOT);
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] octets = mac.doFinal(text.getBytes(UTF_8));
            var hash = new StringBuilder();
            for (int i = 0; i < HASH_CHARACTERS; i++) {
                hash.append(BASE32.charAt(octets[i] & 31));
            }
            return hash.toString();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing); // every JDK has it
        }
    }

    private int today() {
        return (int) Math.floorMod(clock.now().getEpochSecond() / 86_400, (long) DAYS);
    }

    private static String day(int number) {
        return "" + BASE32.charAt(number >> 5) + BASE32.charAt(number & 31);
    }

    private static int number(String day) {
        String upper = day.toUpperCase(Locale.ROOT);
        return BASE32.indexOf(upper.charAt(0)) << 5 | BASE32.indexOf(upper.charAt(1));
    }
}
