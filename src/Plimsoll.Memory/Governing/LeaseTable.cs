namespace Plimsoll.Memory;

/// <summary>
/// The leases that are held, in reusable slots: a handle is a slot and a generation, so a lease costs no allocation and a second
/// release of the same handle is recognised. Not thread safe: the governor's one lock guards it.
/// </summary>
internal sealed class LeaseTable
{
    private Slot[] _slots;
    private int _firstFree = -1;
    private int _used;

    public LeaseTable(int capacity = 64) => _slots = new Slot[capacity];

    public int Held { get; private set; }

    /// <summary>Makes the next <see cref="Add"/> one that cannot fail.</summary>
    public void MakeRoom()
    {
        if (_firstFree < 0 && _used == _slots.Length) Array.Resize(ref _slots, _used * 2);
    }

    /// <summary>Files a lease and names its slot; the generation makes handles of earlier leases in the slot stale.</summary>
    public int Add(int owner, LeaseKind kind, long bytes, out int generation)
    {
        int index = _firstFree;
        if (index >= 0) _firstFree = _slots[index].NextFree;
        else index = _used++;

        ref Slot slot = ref _slots[index];
        slot.Owner = owner;
        slot.Kind = kind;
        slot.Bytes = bytes;
        slot.Held = true;
        generation = slot.Generation;
        Held++;
        return index;
    }

    /// <summary>False when the handle is stale: released already.</summary>
    public bool IsHeld(int index, int generation) =>
        (uint)index < (uint)_used && _slots[index].Held && _slots[index].Generation == generation;

    public ref Slot At(int index) => ref _slots[index];

    public void Remove(int index)
    {
        ref Slot slot = ref _slots[index];
        slot.Held = false;
        slot.Generation++;
        slot.NextFree = _firstFree;
        _firstFree = index;
        Held--;
    }

    internal struct Slot
    {
        public long Bytes;
        public int Owner;
        public int Generation;
        public int NextFree;
        public LeaseKind Kind;
        public bool Held;
    }
}
