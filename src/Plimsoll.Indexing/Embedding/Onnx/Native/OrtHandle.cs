using System.Runtime.InteropServices;

namespace Plimsoll.Indexing.Embedding.Onnx.Native;

/// <summary>An object of ONNX Runtime that is released exactly once. The library stays loaded for the life of the process, so a late release is safe.</summary>
internal sealed unsafe class OrtHandle : SafeHandle
{
    private readonly delegate* unmanaged[Cdecl]<nint, void> _release;

    /// <summary>Owns an object.</summary>
    /// <param name="value">The object; 0 for none.</param>
    /// <param name="release">What releases it.</param>
    public OrtHandle(nint value, delegate* unmanaged[Cdecl]<nint, void> release)
        : base(0, ownsHandle: true)
    {
        _release = release;
        SetHandle(value);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>The object, for a call; whoever calls keeps this handle alive meanwhile.</summary>
    public nint Value => handle;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        _release(handle);
        return true;
    }
}
