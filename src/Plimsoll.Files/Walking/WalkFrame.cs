namespace Plimsoll.Files;

/// <summary>One folder on the way from the root to the current one; reused for the next folder at the same depth.</summary>
internal sealed class WalkFrame
{
    public Listing Listing { get; } = new();

    /// <summary>The open folder.</summary>
    public int Folder { get; set; }

    /// <summary>The next entry of the listing.</summary>
    public int Next { get; set; }

    /// <summary>Bytes of the walked path up to and with this folder's '/'.</summary>
    public int PathLength { get; set; }

    /// <summary>The work tree that this folder is in.</summary>
    public required GitScope Scope { get; set; }

    /// <summary>Whether this folder is the first of its work tree, which ends with it.</summary>
    public bool OwnsScope { get; set; }

    /// <summary>Whether all entries of this folder are walked; else only what leads to the targets of the walk.</summary>
    public bool IsWhole { get; set; }

    /// <summary>Git's rules that hold here.</summary>
    public IgnoreChain? GitRules { get; set; }

    /// <summary>The rules of the further ignore files that hold here.</summary>
    public IgnoreChain? ExtraRules { get; set; }

    /// <summary>Whether git ignores this folder and it was entered for tracked files only.</summary>
    public bool IsIgnored { get; set; }

    /// <summary>Whether an include glob names this folder or one above it.</summary>
    public bool IsIncluded { get; set; }
}
