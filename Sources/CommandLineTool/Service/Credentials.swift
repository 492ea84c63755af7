import EventSourcing
import Foundation
import Gateway

/// Who speaks to the service.
enum Credentials: Sendable {
    /// A token that somebody else has signed.
    case token(String)
    /// Whoever may read the signing key of a local service may speak as anybody.
    case local(TokenSigner, tenant: TenantID, person: PersonID)

    /// Who speaks; a token is read here and not verified, which is the service's business.
    var person: PersonID? {
        switch self {
        case .token(let token): Self.subject(of: token)
        case .local(_, _, let person): person
        }
    }

    private static func subject(of token: String) -> PersonID? {
        let parts = token.split(separator: ".")
        guard parts.count == 3 else { return nil }
        var base64 = parts[1].replacing("-", with: "+").replacing("_", with: "/")
        base64 += String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: String(base64)),
            let claims = try? JSONDecoder().decode(JSONValue.self, from: data)
        else { return nil }
        return claims["sub"]?.string.flatMap { PersonID($0) }
    }

    func token() async throws -> String {
        switch self {
        case .token(let token): token
        case .local(let signer, let tenant, let person):
            try await signer.sign(person: person, tenant: tenant)
        }
    }
}
