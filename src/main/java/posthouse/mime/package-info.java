/// Messages as octets (RFC 5322, RFC 2045): what is a header field, where the body starts. Pure;
/// accepts everything, since mail is what it is.
@NullMarked
package posthouse.mime;

import org.jspecify.annotations.NullMarked;
