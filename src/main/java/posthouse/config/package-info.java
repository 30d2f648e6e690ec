/// Typed settings with their documentation, and the reader of the configuration file.
///
/// Start with [Settings]: every setting is a component of one of its records and is declared only
/// there, with its documentation ([Doc]) and its default ([Default]). [ConfigReader] makes such
/// records from a TOML file (or from nothing: everything has a default that works), and
/// [Description] prints them all, which is also `docs/configuration.md`.
@NullMarked
package posthouse.config;

import org.jspecify.annotations.NullMarked;
