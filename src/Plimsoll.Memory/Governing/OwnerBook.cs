namespace Plimsoll.Memory;

/// <summary>
/// Current and peak bytes by owner tag. Bounded: beyond <see cref="MaxOwners"/> tags, further ones share the tag "(other)", so a tag
/// made from a file name by mistake cannot eat memory. Not thread safe: the governor's one lock guards it.
/// </summary>
internal sealed class OwnerBook
{
    /// <summary>A job has a dozen owners; 256 leaves room for hosts with many jobs and keeps a snapshot small.</summary>
    public const int MaxOwners = 256;

    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private Account[] _accounts = new Account[16];
    private int _count;

    public OwnerBook() => Add("(other)");

    public int IdOf(string owner)
    {
        if (_index.TryGetValue(owner, out int id)) return id;
        return _count < MaxOwners ? Add(owner) : 0;
    }

    public string NameOf(int id) => _accounts[id].Name;

    public void Grow(int id, long bytes, bool isNewLease)
    {
        ref Account account = ref _accounts[id];
        account.Current += bytes;
        account.Peak = Math.Max(account.Peak, account.Current);
        if (isNewLease) account.Leases++;
    }

    public void Shrink(int id, long bytes) => _accounts[id].Current -= bytes;

    /// <summary>Every owner that ever held something, by peak, largest first.</summary>
    public OwnerUsage[] Snapshot()
    {
        var usages = new List<OwnerUsage>(_count);
        for (int i = 0; i < _count; i++)
        {
            Account account = _accounts[i];
            if (account.Leases > 0) usages.Add(new OwnerUsage(account.Name, account.Current, account.Peak, account.Leases));
        }

        usages.Sort(static (left, right) => right.PeakBytes.CompareTo(left.PeakBytes));
        return [.. usages];
    }

    private int Add(string owner)
    {
        if (_count == _accounts.Length) Array.Resize(ref _accounts, _count * 2);
        _accounts[_count].Name = owner;
        _index.Add(owner, _count);
        return _count++;
    }

    private struct Account
    {
        public string Name;
        public long Current;
        public long Peak;
        public long Leases;
    }
}
