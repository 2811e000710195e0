namespace Plimsoll.Files;

/// <summary>The path of the current entry, in one growing array.</summary>
internal sealed class PathBuffer
{
    private byte[] _bytes = new byte[1024];

    /// <summary>Bytes of the path in use.</summary>
    public int Length { get; private set; }

    /// <summary>The whole path.</summary>
    public ReadOnlySpan<byte> All => _bytes.AsSpan(0, Length);

    /// <summary>Replaces what follows the first bytes.</summary>
    public void Set(int kept, ReadOnlySpan<byte> name)
    {
        // One byte more than the name, so that a folder's '/' always has room.
        if (kept + name.Length + 1 > _bytes.Length)
        {
            Array.Resize(ref _bytes, 2 * (kept + name.Length + 1));
        }

        name.CopyTo(_bytes.AsSpan(kept));
        Length = kept + name.Length;
        _bytes[Length] = (byte)'/';
    }

    /// <summary>The whole path with a '/' behind it.</summary>
    public ReadOnlySpan<byte> AllAsFolder => _bytes.AsSpan(0, Length + 1);
}
