package dev.millrace.ui.shell;

import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import com.vaadin.flow.component.page.ColorScheme;
import com.vaadin.flow.component.page.WebStorage;
import com.vaadin.flow.router.AfterNavigationEvent;
import com.vaadin.flow.router.AfterNavigationObserver;
import com.vaadin.flow.router.Layout;
import com.vaadin.flow.router.RouterLayout;
import com.vaadin.flow.spring.security.AuthenticationContext;
import dev.millrace.server.alerts.Alerts;
import dev.millrace.server.trouble.Troubles;
import jakarta.annotation.security.PermitAll;
import java.util.LinkedHashMap;
import java.util.Map;

/** The frame around every page: a bar with the places, and the page below. */
@Layout
@PermitAll
public class Shell extends Div implements RouterLayout, AfterNavigationObserver {
    private static final String SCHEME = "millrace-color-scheme";
    private final Div page = new Div();
    private final Map<String, Anchor> places = new LinkedHashMap<>();

    public Shell(AuthenticationContext authentication, Troubles troubles, Alerts alerts) {
        addClassName("shell");
        var skip = new Anchor("#page", "Skip to the page");
        skip.addClassName("skip");
        places.put(Places.HOME, Places.link(Places.HOME, "Pipelines"));
        places.put(Places.TEMPLATES, Places.link(Places.TEMPLATES, "Templates"));
        places.put(Places.DEPLOYMENTS, Places.link(Places.DEPLOYMENTS, "Deployments"));
        places.put(Places.DASHBOARDS, Places.link(Places.DASHBOARDS, "Dashboards"));
        Anchor toAlerts = Places.link(Places.ALERTS, "Alerts");
        toAlerts.add(new AlertCount(alerts));
        places.put(Places.ALERTS, toAlerts);
        places.put(Places.TOPICS, Places.link(Places.TOPICS, "Topics"));
        places.put(Places.FUNCTIONS, Places.link(Places.FUNCTIONS, "Functions"));
        places.put(Places.CONNECTIONS, Places.link(Places.CONNECTIONS, "Connections"));
        var brand = Places.link(Places.HOME, "Millrace");
        brand.addClassName("brand");
        var nav = new Nav();
        places.forEach((place, link) -> nav.add(link));
        nav.getElement().setAttribute("aria-label", "Places");
        var bar = new Header(brand, nav, new Span(), person(authentication));
        bar.addClassName("top-bar");
        page.addClassName("page");
        page.setId("page");
        add(skip, bar, new DatabaseNotice(troubles), page);
        WebStorage.getItem(SCHEME, saved -> apply(saved == null ? "system" : saved));
    }

    private MenuBar person(AuthenticationContext authentication) {
        var menu = new MenuBar();
        menu.addThemeVariants(MenuBarVariant.LUMO_TERTIARY);
        String name = authentication.getPrincipalName().orElse("");
        MenuItem item = menu.addItem(name);
        item.setAriaLabel("Account of " + name);
        item.getSubMenu().addItem("Light", e -> choose("light"));
        item.getSubMenu().addItem("Dark", e -> choose("dark"));
        item.getSubMenu().addItem("As the system", e -> choose("system"));
        item.getSubMenu().addSeparator();
        item.getSubMenu().addItem("Access tokens", e -> Places.go(Places.TOKENS));
        item.getSubMenu().addItem("Sign out", e -> authentication.logout());
        return menu;
    }

    private void choose(String scheme) {
        WebStorage.setItem(SCHEME, scheme);
        apply(scheme);
    }

    private void apply(String scheme) {
        getUI().ifPresent(ui -> ui.getPage().setColorScheme(switch (scheme) {
            case "light" -> ColorScheme.Value.LIGHT;
            case "dark" -> ColorScheme.Value.DARK;
            default -> ColorScheme.Value.LIGHT_DARK;
        }));
    }

    @Override
    public void showRouterLayoutContent(com.vaadin.flow.component.HasElement content) {
        page.getElement().removeAllChildren();
        if (content != null) {
            page.getElement().appendChild(content.getElement());
        }
    }

    @Override
    public void removeRouterLayoutContent(com.vaadin.flow.component.HasElement oldContent) {
        page.getElement().removeAllChildren();
    }

    @Override
    public void afterNavigation(AfterNavigationEvent event) {
        page.getElement().executeJs("this.scrollTop = 0");
        String here = event.getLocation().getPath();
        places.forEach((place, link) -> {
            boolean shown = here.equals(place) || !place.isEmpty() && here.startsWith(place + "/");
            link.getElement().setAttribute("highlight", shown);
            if (shown) {
                link.getElement().setAttribute("aria-current", "page");
            } else {
                link.getElement().removeAttribute("aria-current");
            }
        });
    }
}
