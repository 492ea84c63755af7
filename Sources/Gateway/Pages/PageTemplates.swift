import HTTPTypes
import Hummingbird
import Mustache

/// The pages' templates, compiled in: the program needs no folder.
///
/// Pages are for people: server-rendered, whole without script, in one style sheet and one small
/// script that may only be ours (`securityPolicy`). `Shell` is what every page shares, `Club` the
/// club's page from its facts to its forms, `Tournament` a tournament's through all its history; every rule and every right stays where it is, with the
/// deciders and `Viewer`.
struct PageTemplates: Sendable {
    /// Nothing from elsewhere, nothing inline, in nobody's frame.
    static let securityPolicy = """
        default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
        img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'
        """

    enum Name: String, CaseIterable, Sendable {
        case layout, crest, seal, moment
        case club, you, join, seats, life, people, directory
        case tournament, board, scrubber, boards, standings, crosstable, tree, corrections
        case signIn = "sign-in"
        case problem
    }

    private let library: MustacheLibrary

    /// Once for the process: the library's table of escapings is a global one.
    private static let escaping: Void = MustacheContentTypes.register(
        PageText(), named: PageText.name)

    /// - Throws: `MustacheTemplate.ParserError`, for a template that is not one.
    init() throws {
        Self.escaping
        var library = MustacheLibrary()
        for name in Name.allCases {
            // The library starts every partial with its own escaping, so each names ours.
            let text = "{{% CONTENT_TYPE: \(PageText.name)}}" + name.text
            library.register(try MustacheTemplate(string: text), named: name.rawValue)
        }
        self.library = library
    }

    func response(
        _ name: Name, _ page: any Sendable, status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:]
    ) -> Response {
        guard let html = library.render(page, withTemplate: name.rawValue) else {
            preconditionFailure("every name has its template")
        }
        var headers = headers
        headers[.contentType] = "text/html; charset=utf-8"
        headers[.contentLanguage] = "en"
        headers[.contentSecurityPolicy] = Self.securityPolicy
        if headers[.cacheControl] == nil { headers[.cacheControl] = "private, no-cache" }
        return Response(
            status: status, headers: headers, body: .init(byteBuffer: .init(string: html)))
    }
}

extension PageTemplates.Name {
    fileprivate var text: String {
        let bytes =
            switch self {
            case .layout: PackageResources.layout_mustache
            case .crest: PackageResources.crest_mustache
            case .seal: PackageResources.seal_mustache
            case .moment: PackageResources.moment_mustache
            case .club: PackageResources.club_mustache
            case .you: PackageResources.you_mustache
            case .join: PackageResources.join_mustache
            case .seats: PackageResources.seats_mustache
            case .life: PackageResources.life_mustache
            case .people: PackageResources.people_mustache
            case .directory: PackageResources.directory_mustache
            case .tournament: PackageResources.tournament_mustache
            case .board: PackageResources.board_mustache
            case .scrubber: PackageResources.scrubber_mustache
            case .boards: PackageResources.boards_mustache
            case .standings: PackageResources.standings_mustache
            case .crosstable: PackageResources.crosstable_mustache
            case .tree: PackageResources.tree_mustache
            case .corrections: PackageResources.corrections_mustache
            case .signIn: PackageResources.sign_in_mustache
            case .problem: PackageResources.problem_mustache
            }
        return String(decoding: bytes, as: UTF8.self)
    }
}
