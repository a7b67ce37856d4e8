package dev.millrace.server.templates;

import dev.millrace.server.design.Author;
import dev.millrace.server.design.Design;
import java.util.List;

/** The templates that the application ships. */
public interface Templates {
    List<Template> list();

    /** Stores a copy of a template as a new pipeline. @throws UnknownTemplate */
    Design createFrom(String template, String name, Author author);
}
