using System.Runtime.InteropServices;

namespace Plimsoll.Files.Tests;

/// <summary>Runs something on a thread of its own whose rights on files are those of nobody; the other threads keep theirs.</summary>
internal static partial class AsNobody
{
    private const int Nobody = 65534;

    public static T Run<T>(Func<T> action)
    {
        var result = default(T);
        Exception? problem = null;
        var thread = new Thread(() =>
        {
            // The raw calls set the identity for files of this thread alone, and drop root's power to override permissions with it.
            _ = setfsgid(Nobody);
            _ = setfsuid(Nobody);
            try
            {
                result = action();
            }
            catch (Exception thrown)
            {
                problem = thrown;
            }
        });
        thread.Start();
        thread.Join();
        return problem is null ? result! : throw new InvalidOperationException("as nobody: " + problem.Message, problem);
    }

    [LibraryImport("libc")]
    private static partial int setfsuid(int user);

    [LibraryImport("libc")]
    private static partial int setfsgid(int group);
}
