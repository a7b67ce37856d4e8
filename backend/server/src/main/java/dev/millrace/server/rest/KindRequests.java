package dev.millrace.server.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.millrace.kind.NodeKind;
import dev.millrace.kind.NodeKinds;
import dev.millrace.kind.SettingSpec;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What nodes there are and what can be set on them. */
@RestController
@RequestMapping("/api/v1/kinds")
@Tag(name = "Node kinds")
class KindRequests {
    private final NodeKinds kinds;

    KindRequests(NodeKinds kinds) {
        this.kinds = kinds;
    }

    record KindBody(String id, int version, String title, String group, String role, String summary, List<SettingBody> settings,
            Map<String, Object> example) {
        static KindBody of(NodeKind kind) {
            return new KindBody(kind.id(), kind.version(), kind.title(), kind.group().title(), kind.role().name(), kind.summary(),
                    kind.settings().stream().map(SettingBody::of).toList(), kind.example().values());
        }
    }

    /** @param type a name with what belongs to it, like {"name": "list", "element": {...}} */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SettingBody(String name, String label, String help, boolean required, Object preset, Map<String, Object> type) {
        static SettingBody of(SettingSpec spec) {
            return new SettingBody(spec.name(), spec.label(), spec.help(), spec.required(), spec.preset().orElse(null),
                    SettingTypeBody.of(spec.type()));
        }
    }

    @GetMapping
    @Operation(summary = "All node kinds, in palette order")
    List<KindBody> list() {
        return kinds.all().stream().map(KindBody::of).toList();
    }

    @GetMapping("/{id}")
    @Operation(summary = "One node kind")
    KindBody get(@PathVariable String id) {
        return kinds.find(id).map(KindBody::of).orElseThrow(() -> new NoSuchThing("There is no node kind of this name; ask for all of them"));
    }
}
