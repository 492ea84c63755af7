/// The colour preferences of a bracket, counted: who can meet whom without breaking C12 and C13 more
/// often than must be.
struct PreferenceCount {
    /// The colour that more want than all others can oppose; nil if there is none.
    private let majority: Colour?
    /// Whether more pairs of the majority must be than have a mild preference to break, so that C13
    /// is broken too.
    private let breaksStrong: Bool
    private let everybody: BitRow
    private let wanting: [Colour: BitRow]
    /// Of the majority: those with a mild preference.
    private let mild: BitRow
    private let absolute: [Int]

    /// - Parameter seats: The number of downfloaters; a seat opposes any preference.
    init(members: [Int], seats: Int, field: SwissField) {
        var everybody = BitRow(capacity: field.capacity)
        var wanting = [Colour.white: everybody, .black: everybody]
        for member in members {
            everybody.insert(member)
            if let colour = field.contenders[member].preference.colour {
                wanting[colour]?.insert(member)
            }
        }
        let total = members.count + seats
        var majority: Colour?
        var broken = 0
        for colour in [Colour.white, .black] {
            let surplus = 2 * (wanting[colour]?.count ?? 0) - total
            if surplus > 0 {
                majority = colour
                broken = surplus / 2
            }
        }
        var mild = BitRow(capacity: field.capacity)
        var absolute: [Int] = []
        for member in members
        where majority != nil && field.contenders[member].preference.colour == majority {
            switch field.contenders[member].preference.strength {
            case .mild: mild.insert(member)
            case .absolute: absolute.append(member)
            case .none, .strong: continue
            }
        }
        self.majority = majority
        breaksStrong = broken > mild.count
        self.everybody = everybody
        self.wanting = wanting
        self.mild = mild
        self.absolute = absolute
    }

    /// Whether one colour is wanted by more than can have it.
    var isBinding: Bool { majority != nil }

    /// Who can be paired with somebody of this preference, absolute pairs left out.
    func partners(of preference: ColourPreference) -> BitRow {
        guard let majority, let wanting = wanting[majority] else {
            guard let colour = preference.colour, let same = self.wanting[colour] else {
                return everybody
            }
            return everybody.subtracting(same)
        }
        guard preference.colour == majority else { return partnersOfSeats }
        if preference.strength == .mild {
            return breaksStrong ? wanting.subtracting(mild) : everybody
        }
        return breaksStrong ? everybody : everybody.subtracting(wanting).union(mild)
    }

    /// Whom the others must be paired with: the majority, and of it those whose strong preferences
    /// would otherwise be broken.
    var partnersOfSeats: BitRow {
        guard let majority, let wanting = wanting[majority] else { return everybody }
        return breaksStrong ? wanting.subtracting(mild) : wanting
    }

    /// Two absolute preferences for the same colour may meet in the last round if one is a
    /// topscorer's; C13 does not count such a pair, C10 and C11 may.
    ///
    /// - Returns: false if such pairs make the bound of C13 uncertain.
    func absolutePairs(joinedIn rows: inout [BitRow], field: SwissField) -> Bool {
        for (place, left) in absolute.enumerated() {
            for right in absolute[(place + 1)...] {
                rows[left].remove(right)
                rows[right].remove(left)
                guard field.canMeet(left, right), !field.breaksTopscorerCriteria(left, right) else {
                    continue
                }
                if breaksStrong { return false }
                rows[left].insert(right)
                rows[right].insert(left)
            }
        }
        return true
    }
}

extension SwissField {
    /// Whether a pair with absolute preferences for the same colour breaks C10 or C11.
    fileprivate func breaksTopscorerCriteria(_ left: Int, _ right: Int) -> Bool {
        let count = topscorerBreaches(left, right)
        return count.difference || count.thrice
    }

    /// What two absolute preferences for the same colour break: C10 if both colour differences are
    /// wider than 1, C11 if the one that yields has had that colour twice running.
    func topscorerBreaches(_ left: Int, _ right: Int) -> (difference: Bool, thrice: Bool) {
        let first = contenders[left]
        let second = contenders[right]
        guard first.preference.strength == .absolute, second.preference.strength == .absolute,
            first.preference.conflicts(with: second.preference)
        else { return (false, false) }
        let widths = (abs(first.colourDifference), abs(second.colourDifference))
        let isThird =
            widths.0 == widths.1
            ? first.hadUnwantedColourTwice && second.hadUnwantedColourTwice
            : (widths.0 > widths.1 ? second : first).hadUnwantedColourTwice
        return (min(widths.0, widths.1) > 1, isThird)
    }
}
