import Directory
import EventSourcing
import Vocabulary

extension Problem {
    /// The code of each rule of a school, with the values that explain it.
    init(of rejection: School.Rejection) {
        switch rejection {
        case .alreadyRegistered: self.init(.schoolExists)
        case .notRegistered: self.init(.notFound)
        case .unknownTimeZone(let zone):
            self.init(.unknownTimeZone, "\(zone) is no time zone", ["timeZone": .init(zone)])
        case .policyBelowFloor(let breach):
            self.init(.policyBelowFloor, breach.explanation, ["breach": .string(breach.field)])
        case .termOverlaps(let term):
            self.init(.termOverlaps, "the term \(term) is in the way", ["term": .init(term)])
        case .termEndsBeforeItStarts: self.init(.termEndsBeforeItStarts)
        case .tooManyTerms(let limit):
            self.init(
                .listFull, "a school has \(limit) terms at most",
                ["list": "terms", "limit": .init(count: limit)])
        case .outOfBounds(let field, let allowed):
            self.init(invalid: [.init(outside: allowed, field: field.pointer)])
        }
    }

    /// The code of each rule about a person, with the values that explain it.
    init(of rejection: Person.Rejection) {
        switch rejection {
        case .alreadyRegistered: self.init(.personExists)
        case .notRegistered: self.init(.notFound)
        case .sourcedIdTaken(let id):
            self.init(.sourcedIDTaken, "\(id) is somebody else's", ["sourcedId": .init(id)])
        case .unknownTimeZone(let zone):
            self.init(.unknownTimeZone, "\(zone) is no time zone", ["timeZone": .init(zone)])
        case .unknownInterest(let interest):
            self.init(
                .unknownInterest, "\(interest) is not on the list", ["interest": .init(interest)])
        case .adultInMinorsAgeBand(let band):
            self.init(.adultInMinorsAgeBand, nil, ["ageBand": .string(band.rawValue)])
        case .minorCannotHoldRole(let role):
            self.init(.minorCannotHoldRole, nil, ["role": .string(role.rawValue)])
        case .lastAdmin: self.init(.lastAdmin)
        case .alreadyInactive: self.init(.alreadyInactive)
        case .inactive: self.init(.personInactive)
        case .tooMany(let field, let limit):
            self.init(invalid: [.init(outside: 0...limit, field: "/\(field.rawValue)")])
        }
    }
}

extension School.Field {
    fileprivate var pointer: String {
        switch self {
        case .name, .termName: "/name"
        case .termsVersion: "/policy/termsVersion"
        case .guardianApproval: "/policy/guardianApproval"
        }
    }
}

extension School.Policy.Breach {
    fileprivate var field: String {
        switch self {
        case .consentAge: "consentAge"
        case .minCell: "minCell"
        case .retentionMonths: "retentionMonths"
        case .joinsWithoutGuardian: "guardianApproval.join"
        case .friendsWithoutGuardian: "guardianApproval.friend"
        }
    }

    fileprivate var explanation: String {
        switch self {
        case .consentAge(let age, let allowed):
            "a consent age of \(age) is not from \(allowed.lowerBound) to \(allowed.upperBound)"
        case .minCell(let cell, let allowed):
            "a smallest cell of \(cell) is not from \(allowed.lowerBound) to \(allowed.upperBound)"
        case .retentionMonths(let months, let allowed):
            "\(months) months are not from \(allowed.lowerBound) to \(allowed.upperBound)"
        case .joinsWithoutGuardian(let bands):
            "below the consent age a guardian decides about clubs: \(bands.words)"
        case .friendsWithoutGuardian(let bands):
            "below the consent age a guardian decides about friends: \(bands.words)"
        }
    }
}

extension [AgeBand] {
    fileprivate var words: String { map(\.rawValue).joined(separator: ", ") }
}
