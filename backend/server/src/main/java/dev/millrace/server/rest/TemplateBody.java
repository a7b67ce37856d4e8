package dev.millrace.server.rest;

import dev.millrace.kind.fragment.Arguments;
import dev.millrace.pipeline.Parameter;
import dev.millrace.server.templates.Reach;
import dev.millrace.server.templates.Template;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * A template as answers show it.
 *
 * @param link the page of the template
 * @param author who published this version, in words
 * @param needs what has to be there before a pipeline made of it can run; none where it runs by itself
 * @param used how many pipelines were made of it
 * @param shipped whether the application brings it
 * @param reach who sees it, as it is sent too: me, everybody, or the id of a workspace, for its members
 * @param workspace the name of that workspace; null where there is none
 */
record TemplateBody(String id, int version, String title, String description, List<String> tags, String link, String author, List<String> needs, long used,
        boolean shipped, String reach, String workspace, String note, Instant publishedAt, List<OfParameter> parameters) {

    /** @param type such as text, whole-number, topic @param value what is taken where none is given */
    record OfParameter(String name, String label, String help, String type, boolean required, Object value, BigDecimal min, BigDecimal max, List<String> options) {
        static OfParameter of(Parameter p) {
            return new OfParameter(p.name(), p.title(), p.help(), p.type().word(), p.required(), p.value().map(OfParameter::plain).orElse(null), p.min().orElse(null),
                    p.max().orElse(null), p.options());
        }

        private static Object plain(Object value) {
            return value instanceof BigDecimal number ? Arguments.plain(number) : value;
        }
    }

    static TemplateBody of(Template t, List<String> needs) {
        return new TemplateBody(t.id(), t.version(), t.title(), t.description(), t.tags(), "/templates/" + t.id(), t.authorInWords(), needs, t.used(), t.isShipped(),
                ReachText.of(t.reach()), t.reach() instanceof Reach.Members members ? members.name() : null, t.note(), t.publishedAt().orElse(null), t.pipeline().parameters().stream().map(OfParameter::of).toList());
    }
}
