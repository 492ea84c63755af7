import HTTPTypes

/// Headers that HTTP's own library has no name for.
extension HTTPField.Name {
    static let referrerPolicy = Self(known: "Referrer-Policy")
    static let xForwardedFor = Self(known: "X-Forwarded-For")
    static let rateLimit = Self(known: "RateLimit")
    static let rateLimitPolicy = Self(known: "RateLimit-Policy")

    /// A name that the program itself writes.
    init(known name: String) {
        guard let field = Self(name) else { preconditionFailure("\(name) is a header's name") }
        self = field
    }
}
