import Foundation

/// What stands around the matter of every page.
struct PageFrame: Sendable {
    let style = PageAssets.shared.style.address
    let icon = PageAssets.shared.icon.address
    /// Only pages that can change while they are open carry one.
    let script: String?
    /// Nobody for a visitor.
    let signedIn: SignedIn?
    /// Nothing is said of who looks on pages that look the same to everybody.
    let isVisitor: Bool

    struct SignedIn: Sendable {
        let name: String
        /// What every form carries; nothing for a caller who came with a token and has no forms.
        let token: String?
    }

    /// Around a page that is the same for everybody.
    init() {
        script = nil
        signedIn = nil
        isVisitor = false
    }

    init(script: String? = nil, for signedIn: SignedIn?) {
        self.script = script
        self.signedIn = signedIn
        isVisitor = signedIn == nil
    }
}

/// What a form carries beside its own fields.
struct FormSeal: Sendable {
    let token: String
    /// The same for both clicks of a double click: one effect.
    let key: String

    init?(_ caller: Caller?) {
        guard let session = caller?.session else { return nil }
        token = session.formToken
        key = UUID().uuidString.lowercased()
    }
}
