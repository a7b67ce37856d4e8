package dev.millrace.ui.access;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.spring.security.AuthenticationContext;
import dev.millrace.server.security.ApiToken;
import dev.millrace.server.security.ApiTokens;
import dev.millrace.ui.shell.LocalTime;
import dev.millrace.ui.shell.Places;
import jakarta.annotation.security.PermitAll;

/** Tokens with which programs use the REST interface in one's name. */
@Route(Places.TOKENS)
@PageTitle("Access tokens · Millrace")
@PermitAll
public class TokensView extends Main {
    private final ApiTokens tokens;
    private final String owner;
    private final Grid<ApiToken> grid = new Grid<>();
    private final Div fresh = new Div();

    public TokensView(ApiTokens tokens, AuthenticationContext authentication) {
        this.tokens = tokens;
        this.owner = authentication.getPrincipalName().orElseThrow();
        addClassName("plain-page");
        var label = new TextField("What is it for?");
        label.setMaxLength(100);
        var create = new Button("Create token", e -> {
            show(tokens.create(owner, label.getValue().isBlank() ? "Token" : label.getValue().strip()));
            label.clear();
        });
        create.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        var form = new Div(label, create);
        form.addClassName("inline-form");
        fresh.getElement().setAttribute("role", "status");
        grid.addColumn(ApiToken::label).setHeader("For").setFlexGrow(2);
        grid.addComponentColumn(t -> new Code(t.prefix() + "…")).setHeader("Token");
        grid.addComponentColumn(t -> new LocalTime(t.createdAt())).setHeader("Created");
        grid.addComponentColumn(t -> t.lastUsedAt().<Span>map(LocalTime::new).orElseGet(() -> new Span("never"))).setHeader("Last used");
        grid.addComponentColumn(this::revoke).setHeader("").setFlexGrow(0);
        grid.setAllRowsVisible(true);
        grid.setEmptyStateText("No tokens yet.");
        add(new H1("Access tokens"), new Paragraph("A program sends one as 'Authorization: Bearer …' to the REST interface under /api/v1."), form, fresh, grid);
        refresh();
    }

    private void show(ApiTokens.Created created) {
        fresh.removeAll();
        var secret = new Pre(created.secret());
        secret.getElement().setAttribute("tabindex", "0");
        fresh.add(new Paragraph("Copy it now: it is not shown again."), secret);
        refresh();
    }

    private Button revoke(ApiToken token) {
        var button = new Button("Revoke", e -> {
            var dialog = new ConfirmDialog("Revoke '" + token.label() + "'?", "Programs that use it are refused from then on.", "Revoke", c -> {
                tokens.revoke(owner, token.id());
                refresh();
            });
            dialog.setCancelable(true);
            dialog.setConfirmButtonTheme("error primary");
            dialog.open();
        });
        button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        button.setAriaLabel("Revoke " + token.label());
        return button;
    }

    private void refresh() {
        grid.setItems(tokens.list(owner));
    }
}
