package posthouse.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A key that a section once had. A file that still has it is refused with a sentence that says
/// what to do instead.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Defunct.All.class)
public @interface Defunct {
    /// Without the section's name.
    String key();

    String instead();

    /// Several of them.
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface All {
        Defunct[] value();
    }
}
