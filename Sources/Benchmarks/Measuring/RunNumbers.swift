/// 1, 2, 3 …: what one run writes differs from what the one before it wrote.
actor RunNumbers {
    private var last = 0

    func next() -> Int {
        last += 1
        return last
    }
}
