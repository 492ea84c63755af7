import Catalog
import Clubs
import Directory
import EventSourcing
import Tournaments
import Vocabulary

extension TournamentHandler {
    func schedule(_ wish: TournamentWish) async throws {
        guard
            case .schedule(
                let club, let name, let format, let rounds, let cadence, let startsAtLocal,
                let timeZone, let roundTimesLocal, let windowDays, let timeControl, let rated,
                let pairing, let seed, let initialColour, let scoring, let tieBreaks,
                let lateEntryUntilRound, let lateByeKind, let maxByes, let avoid, let capacity,
                let eligibility, let resultRule, let autoConfirmHours, let thirdPlaceGame) = wish
        else { return }
        try await requireArbiter(of: club)
        var settings = Tournament.Settings(
            club: club, name: name, format: format, rounds: rounds ?? 0,
            startsAtLocal: startsAtLocal,
            timeZone: try await zone(timeZone, of: club), timeControl: timeControl)
        settings.cadence = cadence ?? settings.cadence
        settings.roundTimesLocal = roundTimesLocal ?? []
        settings.windowDays = windowDays
        settings.rated = rated ?? settings.rated
        settings.pairing = pairing ?? settings.pairing
        settings.seed = seed ?? settings.seed
        settings.initialColour = initialColour ?? settings.initialColour
        settings.scoring = scoring ?? settings.scoring
        settings.tieBreaks = tieBreaks ?? []
        settings.lateEntryUntilRound = lateEntryUntilRound ?? settings.lateEntryUntilRound
        settings.lateByeKind = lateByeKind ?? settings.lateByeKind
        settings.maxRequestedHalfPointByes = maxByes ?? settings.maxRequestedHalfPointByes
        settings.avoid = avoid ?? []
        settings.capacity = capacity
        settings.eligibility = eligibility ?? settings.eligibility
        settings.resultRule = resultRule ?? settings.resultRule
        settings.autoConfirmHours = autoConfirmHours
        settings.thirdPlaceGame = thirdPlaceGame ?? settings.thirdPlaceGame
        try await execute(.schedule(settings))
    }

    /// - Throws: `CommandFailure.notFound` for a club that nobody has founded.
    private func zone(_ named: TimeZoneID?, of club: ClubID) async throws -> TimeZoneID {
        guard let profile = try await unit.state(of: .club(club)).profile else {
            throw CommandFailure.notFound(StreamID.club(club).name)
        }
        return named ?? profile.timeZone
    }

    /// A member of the club enters themselves, or an arbiter enters them.
    ///
    /// Consent was given for the club: whoever is its member has passed that gate.
    func enter(_ wish: TournamentWish) async throws {
        guard
            case .enterPlayer(
                let named, let rating, let ratingSource, let house, let household, let byes) = wish
        else { return }
        let (player, party) = try await party(of: named)
        let person = try await unit.state(of: .person(player))
        guard let school = person.school else {
            throw CommandFailure.notFound(StreamID.person(player).name)
        }
        let club = try await unit.state(of: .tournament(tournament)).settings?.club
        var isMember = false
        if let club { isMember = try await unit.state(of: .club(club)).isMember(player) }
        try await execute(
            .enter(
                Tournament.Candidate(
                    Tournament.EntryDetails(
                        player: player, rating: rating,
                        ratingSource: ratingSource ?? (rating == nil ? .none : .estimate),
                        school: school, house: house, household: household),
                    ageBand: person.ageBand, isActive: person.isActive, isMember: isMember),
                byes: byes ?? [], by: party))
    }

    /// Where nothing is said, a round starts as planned, or ends when its window does.
    func publish(_ round: Int, startsAt: Timestamp?, windowEndsAt: Timestamp?) async throws {
        try await requireArbiter()
        let settings = try await unit.state(of: .tournament(tournament)).settings
        let planned = settings.flatMap { $0.plannedStart(ofRound: round) }
        let end = settings?.windowDays.map { unit.now.advanced(by: .seconds($0 * 86_400)) }
        try await execute(
            .publish(
                round: round, startsAt: startsAt ?? planned, windowEndsAt: windowEndsAt ?? end))
    }

    func revert(
        _ event: String, cascade: Bool, because reasonCode: ReasonCode, _ reason: String?
    ) async throws {
        try await requireArbiter()
        guard let id = EventID(event),
            let version = try await unit.version(of: id, on: .tournament(tournament))
        else { throw Tournament.Rejection.unknownDecision }
        try await execute(
            .revert(
                .init(event: id, version: version), cascade: cascade, reasonCode: reasonCode,
                reason: try keepOwn(reason)))
    }
}

extension Tournament.Settings {
    /// Nothing where no time is planned for the round.
    fileprivate func plannedStart(ofRound round: Int) -> Timestamp? {
        let local =
            roundTimesLocal.indices.contains(round - 1)
            ? roundTimesLocal[round - 1] : round == 1 ? startsAtLocal : nil
        guard case .moment(let moment) = local?.read(in: timeZone) else { return nil }
        return moment
    }
}
