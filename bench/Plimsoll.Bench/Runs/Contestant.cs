using Plimsoll.Bench.Measuring;

namespace Plimsoll.Bench.Runs;

/// <summary>One way to index the tree and, where it can, to search it.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Index">Builds the index from nothing.</param>
/// <param name="Store">The file or folder of the index; removed before each run.</param>
/// <param name="Search">A search for one word, or null where another row stands for it.</param>
internal sealed record Contestant(string Name, Command? Index, string Store, Func<string, Command>? Search)
{
    /// <summary>Forgets the index, unmeasured.</summary>
    public void Clear()
    {
        if (Directory.Exists(Store)) Directory.Delete(Store, recursive: true);
        if (File.Exists(Store)) File.Delete(Store);
    }

    /// <summary>The size of the index in bytes.</summary>
    public long StoreBytes()
    {
        if (File.Exists(Store)) return new FileInfo(Store).Length;
        return Directory.Exists(Store) ? new DirectoryInfo(Store).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) : 0;
    }
}
