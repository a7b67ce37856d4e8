package dev.millrace.server.rest;

import dev.millrace.kind.NodeKinds;
import dev.millrace.pipeline.Parameter;
import dev.millrace.server.dashboards.Dashboard;
import dev.millrace.server.design.Design;
import dev.millrace.server.templates.Expectations;
import dev.millrace.server.templates.Expected;
import dev.millrace.server.templates.Publication;
import dev.millrace.server.templates.Reach;
import dev.millrace.template.Opening;
import dev.millrace.template.Openings;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A pipeline that shall become a template.
 *
 * @param revision the newest revision, which is published
 * @param template whose next version it is; may be left out
 * @param description what it does; may be left out
 * @param tags may be left out
 * @param reach who sees it: me (also where it is left out), everybody, or the id of a workspace of yours, for its members
 * @param note what is new; may be left out
 * @param dashboard id of the dashboard whose tiles of this pipeline those that are made of it are given; may be left out
 * @param parameters the values that are left open; may be left out
 * @param expected which rows it is expected to give: none (also where it is left out), before (those of the version before) or now (a sample is taken and run)
 */
record PublicationBody(long revision, String template, String title, String description, List<String> tags, String reach, String note, String dashboard,
        List<Open> parameters, String expected) {

    /**
     * @param literal a literal of the expression, as it is written there; left out: the whole setting
     * @param name of the parameter; left out: one is found
     * @param label what people are asked for; may be left out, as may help
     */
    record Open(String node, String setting, String literal, String name, String label, String help, boolean required) {
        private Opening.Chosen of(List<Opening> all) {
            Opening at = all.stream().filter(o -> o.node().value().equals(node) && o.setting().equals(setting)
                    && (literal == null ? !o.isLiteral() : o.isLiteral() && o.value().equals(literal))).findFirst()
                    .orElseThrow(() -> new BadRequest("There is nothing at '" + setting + "' of '" + node + "'" + (literal == null ? "" : ", written " + literal + ",")
                            + " that can be left open: name a setting that has a single value, or a literal of an expression"));
            Parameter s = at.suggested();
            try {
                return new Opening.Chosen(at, new Parameter(name == null ? s.name() : name, label == null ? s.label() : label, help == null ? s.help() : help, s.type(), required,
                        s.value(), s.min(), s.max(), s.options()));
            } catch (IllegalArgumentException wrong) {
                throw new BadRequest(wrong.getMessage());
            }
        }
    }

    Publication of(Design design, NodeKinds kinds, Function<String, Dashboard> dashboards, Function<String, Reach> reaches) {
        if (title == null) {
            throw new BadRequest("'title' is missing: what the template shall be called");
        }
        List<Opening> all = Openings.of(design.pipeline(), kinds);
        return new Publication(design.id(), revision, Optional.ofNullable(template), title, text(description), tags == null ? List.of() : tags, reaches.apply(reach), text(note), Optional.ofNullable(dashboard).map(dashboards),
                parameters == null ? List.of() : parameters.stream().map(p -> p.of(all)).toList());
    }

    /** Which rows are expected of it. Those that it gives now are found by running a sample, which blocks. */
    Expected expecting(Publication publication, Expectations expectations) {
        return switch (expected == null ? "none" : expected) {
            case "none" -> Expected.NOTHING;
            case "before" -> Expected.AS_BEFORE;
            case "now" -> new Expected.Rows(expectations.given(publication));
            default -> throw new BadRequest("'expected' is none, before (the rows of the version before) or now (those that it gives now)");
        };
    }

    private static String text(String given) {
        return given == null ? "" : given;
    }
}
