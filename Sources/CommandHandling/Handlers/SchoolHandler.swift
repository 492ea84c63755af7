import Catalog
import Directory
import EventSourcing
import Vocabulary

/// From a wish about a school to its commands.
struct SchoolHandler {
    let school: SchoolID
    let unit: UnitOfWork

    func carryOut(_ wish: SchoolWish) async throws {
        switch wish {
        case .register(let name, let timeZone, let locale, let country, let policy):
            try await unit.require(.operator)
            try await unit.execute(
                .register(
                    School.Registration(
                        school: school, name: name, timeZone: timeZone, locale: locale,
                        country: country, policy: policy ?? .standard)),
                on: .school(school))
        case .setPolicy(let policy):
            try await unit.require(.admin(of: school), .operator)
            try await unit.execute(.setPolicy(policy), on: .school(school))
        case .openTerm(let term, let name, let startsOn, let endsOn):
            try await unit.require(.admin(of: school), .operator)
            try await unit.execute(
                .openTerm(
                    School.Term(term: term, name: name, startsOn: startsOn, endsOn: endsOn)),
                on: .school(school))
        }
    }
}
