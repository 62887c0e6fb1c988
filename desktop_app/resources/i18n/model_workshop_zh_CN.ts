<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AlternativesCard</name>
    <message>
        <source>Alternatives</source>
        <translation>其他可能</translation>
    </message>
    <message>
        <source>Click a part of the written text to see what could stand in its place.</source>
        <translation>点击写出的文本，查看该处还可以写什么。</translation>
    </message>
    <message>
        <source>Instead of “{token}”</source>
        <translation>替换“{token}”</translation>
    </message>
    <message>
        <source>Choose one to continue from there.</source>
        <translation>选择一个，从该处继续写。</translation>
    </message>
    <message>
        <source>end of the text</source>
        <translation>文本结尾</translation>
    </message>
    <message>
        <source>line break</source>
        <translation>换行</translation>
    </message>
    <message>
        <source>space</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>Instead of the line break</source>
        <translation>替换此处的换行</translation>
    </message>
    <message>
        <source>Instead of the space</source>
        <translation>替换此处的空格</translation>
    </message>
</context>
<context>
    <name>AppearanceCard</name>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Follow the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>System</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>No restart needed.</source>
        <translation>无需重启。</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>On top of the system&apos;s own. Ctrl&#xa0;+ and Ctrl&#xa0;− change it too.</source>
        <translation>叠加在系统设置之上，也可用 Ctrl&#xa0;+ 和 Ctrl&#xa0;− 调整。</translation>
    </message>
    <message>
        <source>Reduce motion</source>
        <translation>减少动态效果</translation>
    </message>
    <message>
        <source>Samples are not animated; progress still moves.</source>
        <translation>样本不再动画播放，进度条除外。</translation>
    </message>
</context>
<context>
    <name>Application</name>
    <message>
        <source>The old data folder could not be moved to the trash</source>
        <translation>无法将旧数据文件夹移到回收站</translation>
    </message>
    <message>
        <source>Something went wrong inside the program</source>
        <translation>程序内部出现错误</translation>
    </message>
    <message>
        <source>The log has the details. If the window behaves strangely, close it and open it again.</source>
        <translation>详情见日志。如果窗口表现异常，请关闭后重新打开。</translation>
    </message>
</context>
<context>
    <name>BatchCard</name>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>不确定</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批量结果</translation>
    </message>
    <message>
        <source>Export CSV...</source>
        <translation>导出 CSV...</translation>
    </message>
    <message>
        <source>Several pictures at once</source>
        <translation>一次处理多张图片</translation>
    </message>
    <message>
        <source>Drop several pictures or a folder; each one gets a row here.</source>
        <translation>拖入多张图片或一个文件夹，每张图片在此占一行。</translation>
    </message>
    <message>
        <source>Readings of all files</source>
        <translation>所有文件的识别结果</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{total} 个中的 {done} 个</translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s)</source>
        <translation>
            <numerusform>%Ln 张图片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sound(s)</source>
        <translation>
            <numerusform>%Ln 段声音</numerusform>
        </translation>
    </message>
    <message>
        <source>{count} unsure</source>
        <translation>{count} 张不确定</translation>
    </message>
    <message>
        <source>{count} refused</source>
        <translation>{count} 张被拒绝</translation>
    </message>
    <message>
        <source>{count} unsure</source>
        <comment>of texts</comment>
        <translation>{count} 个不确定</translation>
    </message>
    <message>
        <source>{count} refused</source>
        <comment>of texts</comment>
        <translation>{count} 个被拒绝</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>stopped after {done} of {total}</source>
        <translation>已停止，完成 {total} 个中的 {done} 个</translation>
    </message>
</context>
<context>
    <name>BatchModel</name>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>置信度</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>{file}, row {row}</source>
        <translation>{file}，第 {row} 行</translation>
    </message>
</context>
<context>
    <name>BeamCard</name>
    <message>
        <source>Search</source>
        <translation>搜索方式</translation>
    </message>
    <message>
        <source>Beam width</source>
        <translation>束宽</translation>
    </message>
    <message>
        <source>1: always the likeliest next word. More: several beginnings are followed, which takes longer.</source>
        <translation>1：总取最可能的下一个词。更大：同时保留多个候选译文，用时更长。</translation>
    </message>
</context>
<context>
    <name>Chart</name>
    <message>
        <source>Smoothing</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Log scale</source>
        <translation>对数坐标</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Smoothed</source>
        <translation>平滑值</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Horizontal axis</source>
        <translation>横轴</translation>
    </message>
    <message>
        <source>No values yet</source>
        <translation>尚无数值</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>复制图片</translation>
    </message>
    <message>
        <source>Save picture as PNG...</source>
        <translation>图片另存为 PNG...</translation>
    </message>
    <message>
        <source>Save picture as SVG...</source>
        <translation>图片另存为 SVG...</translation>
    </message>
    <message>
        <source>Show numbers...</source>
        <translation>显示数值...</translation>
    </message>
    <message>
        <source>Save numbers as CSV...</source>
        <translation>数值另存为 CSV...</translation>
    </message>
</context>
<context>
    <name>ClassifyPage</name>
    <message>
        <source>Drop pictures, or draw one. Nothing leaves this computer.</source>
        <translation>拖入图片，或直接手绘。数据不会离开本机。</translation>
    </message>
    <message>
        <source>Classify</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Classifier</source>
        <translation>分类器</translation>
    </message>
    <message>
        <source>Release to classify the picture</source>
        <translation>松开即可对图片分类</translation>
    </message>
    <message>
        <source>Drop pictures or a folder</source>
        <translation>拖入图片或文件夹</translation>
    </message>
    <message>
        <source>or paste, or choose files</source>
        <translation>也可粘贴或选择文件</translation>
    </message>
    <message>
        <source>Choose files...</source>
        <translation>选择文件...</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>This model reads pictures</source>
        <translation>此模型读取图片</translation>
    </message>
    <message>
        <source>Release to classify {count} files</source>
        <translation>松开即可对 {count} 个文件分类</translation>
    </message>
    <message>
        <source>Release to classify the folder</source>
        <translation>松开即可对文件夹分类</translation>
    </message>
    <message>
        <source>Release to classify the text</source>
        <translation>松开以分类这段文本</translation>
    </message>
    <message>
        <source>Release to classify the sound</source>
        <translation>松开以分类这段声音</translation>
    </message>
    <message>
        <source>Looking for pictures</source>
        <translation>正在查找图片</translation>
    </message>
    <message>
        <source>Esc to stop</source>
        <translation>按 Esc 停止</translation>
    </message>
    <message>
        <source>Choose files</source>
        <translation>选择文件</translation>
    </message>
    <message numerus="yes">
        <source>{time} ms per text, %Ln text(s)</source>
        <translation>
            <numerusform>每个文本 {time} 毫秒，共 %Ln 个文本</numerusform>
        </translation>
    </message>
    <message>
        <source>{time} ms for the text</source>
        <translation>该文本用时 {time} 毫秒</translation>
    </message>
    <message numerus="yes">
        <source>{time} ms per sound, %Ln sound(s)</source>
        <translation>
            <numerusform>每段声音 {time} 毫秒，共 %Ln 段</numerusform>
        </translation>
    </message>
    <message>
        <source>{time} ms for the sound</source>
        <translation>该声音用时 {time} 毫秒</translation>
    </message>
    <message numerus="yes">
        <source>{time} ms per picture, %Ln picture(s)</source>
        <translation>
            <numerusform>每张 {time} 毫秒，%Ln 张图片</numerusform>
        </translation>
    </message>
    <message>
        <source>Type or drop a text. Nothing leaves this computer.</source>
        <translation>输入或拖入文本，内容不会离开本机。</translation>
    </message>
    <message>
        <source>Drop or record a sound. Nothing leaves this computer.</source>
        <translation>拖入或录制声音。任何内容都不会离开本机。</translation>
    </message>
    <message>
        <source>Drop pictures or texts</source>
        <translation>拖入图片或文本</translation>
    </message>
    <message>
        <source>Drop pictures or sounds</source>
        <translation>拖入图片或声音</translation>
    </message>
    <message>
        <source>Drop pictures, texts or sounds</source>
        <translation>拖入图片、文本或声音</translation>
    </message>
    <message>
        <source>pasted picture</source>
        <translation>粘贴的图片</translation>
    </message>
    <message>
        <source>Nothing to paste</source>
        <translation>没有可粘贴的内容</translation>
    </message>
    <message>
        <source>The clipboard holds no picture and no file</source>
        <translation>剪贴板中没有图片或文件</translation>
    </message>
    <message>
        <source>your drawing</source>
        <translation>手绘</translation>
    </message>
    <message>
        <source>{time} ms for the picture</source>
        <translation>每张 {time} 毫秒</translation>
    </message>
    <message>
        <source>Classifying {done} of {total}</source>
        <translation>正在分类：{total} 个中的第 {done} 个</translation>
    </message>
    <message>
        <source>The text could not be classified</source>
        <translation>无法对该文本分类</translation>
    </message>
    <message>
        <source>The sound could not be classified</source>
        <translation>无法识别该声音</translation>
    </message>
    <message>
        <source>The pictures could not be classified</source>
        <translation>图片未能分类</translation>
    </message>
    <message>
        <source>readings</source>
        <translation>识别结果</translation>
    </message>
    <message>
        <source>Train one in about a minute, or add an ONNX file to the library.</source>
        <translation>约一分钟即可训练一个，也可将 ONNX 文件加入模型库。</translation>
    </message>
    <message>
        <source>No classifier yet</source>
        <translation>还没有分类器</translation>
    </message>
</context>
<context>
    <name>ColumnChoice</name>
    <message>
        <source>Choose this first: {column}</source>
        <translation>请先选择：{column}</translation>
    </message>
    <message>
        <source>Choose a different column for each purpose</source>
        <translation>请为每种用途选择不同的列</translation>
    </message>
    <message>
        <source>Guessed from the table; change it where that is wrong.</source>
        <translation>根据表格推测得出，如不正确请更改。</translation>
    </message>
    <message>
        <source>Text column</source>
        <translation>文本列</translation>
    </message>
    <message>
        <source>Label column</source>
        <translation>标签列</translation>
    </message>
    <message>
        <source>Source column</source>
        <translation>原文列</translation>
    </message>
    <message>
        <source>Target column</source>
        <translation>译文列</translation>
    </message>
    <message>
        <source>Choose...</source>
        <translation>请选择…</translation>
    </message>
</context>
<context>
    <name>ComputeCard</name>
    <message>
        <source>Compute</source>
        <translation>计算设备</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Used to classify and to generate.</source>
        <translation>用于分类和生成。</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>NVIDIA GPU</source>
        <translation>NVIDIA GPU</translation>
    </message>
    <message>
        <source>Test again</source>
        <translation>重新检测</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>The self-test could not be finished</source>
        <translation>自检未能完成</translation>
    </message>
    <message>
        <source>Testing...</source>
        <translation>正在检测...</translation>
    </message>
    <message>
        <source>Report copied</source>
        <translation>已复制报告</translation>
    </message>
</context>
<context>
    <name>ConfusionCard</name>
    <message>
        <source>shown \ read as</source>
        <translation>实际 \ 识别为</translation>
    </message>
    <message>
        <source>Confusion matrix</source>
        <translation>混淆矩阵</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>{data}, {split}, n = {count}</source>
        <translation>{data}，{split}，n = {count}</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片数</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精确率</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>Rows: what it is; columns: what it was read as</source>
        <translation>行：实际内容；列：识别结果</translation>
    </message>
    <message>
        <source>{shown} read as {read}: {count} of {total} pictures</source>
        <translation>{shown} 识别为 {read}：{total} 张中的 {count} 张</translation>
    </message>
</context>
<context>
    <name>ContentOrEmpty</name>
    <message>
        <source>Train a model</source>
        <translation>训练模型</translation>
    </message>
    <message>
        <source>Open the library</source>
        <translation>打开模型库</translation>
    </message>
</context>
<context>
    <name>DamageControls</name>
    <message>
        <source>Damage it first</source>
        <translation>先损坏它</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>噪声</translation>
    </message>
    <message>
        <source>Blur</source>
        <translation>模糊</translation>
    </message>
    <message>
        <source>Holes</source>
        <translation>空洞</translation>
    </message>
    <message>
        <source>Half the size</source>
        <translation>缩小一半</translation>
    </message>
    <message>
        <source>Not at all</source>
        <translation>不损坏</translation>
    </message>
    <message>
        <source>Damage</source>
        <translation>损坏方式</translation>
    </message>
    <message>
        <source>The same damage at other places</source>
        <translation>在其他位置造成同样的损坏</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>Strength of the damage</source>
        <translation>损坏强度</translation>
    </message>
    <message>
        <source>Shows what the model can repair, held against the picture as it was.</source>
        <translation>与损坏前的图片对照，看看模型能修复多少。</translation>
    </message>
    <message>
        <source>σ = {number}</source>
        <translation>σ = {number}</translation>
    </message>
    <message>
        <source>{number} pixels</source>
        <translation>{number} 像素</translation>
    </message>
    <message numerus="yes">
        <source>%n hole(s)</source>
        <translation>
            <numerusform>%n 个空洞</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DataChoice</name>
    <message>
        <source>Choose a folder with texts</source>
        <translation>选择包含文本的文件夹</translation>
    </message>
    <message>
        <source>Choose a folder with pictures</source>
        <translation>选择一个含有图片的文件夹</translation>
    </message>
    <message>
        <source>Choose a folder with one folder for each class</source>
        <translation>选择一个文件夹，其中每个类别各有一个子文件夹</translation>
    </message>
    <message>
        <source>Own folder...</source>
        <translation>自己的文件夹...</translation>
    </message>
    <message>
        <source>Own file...</source>
        <translation>自己的文件...</translation>
    </message>
    <message>
        <source>Choose an archive, IDX or table file</source>
        <translation>选择压缩包、IDX 或表格文件</translation>
    </message>
    <message>
        <source>Choose a table or text file</source>
        <translation>选择表格或文本文件</translation>
    </message>
</context>
<context>
    <name>DataMover</name>
    <message>
        <source>Where should the data folder be?</source>
        <translation>数据文件夹放在哪里？</translation>
    </message>
    <message>
        <source>Not while files are being downloaded</source>
        <translation>下载文件期间不能移动</translation>
    </message>
    <message>
        <source>They go to the data folder. Wait until they are there, or cancel the download.</source>
        <translation>下载的文件会写入数据文件夹。请等待下载完成，或取消下载。</translation>
    </message>
    <message>
        <source>The data folder stays where it is</source>
        <translation>数据文件夹保持原位</translation>
    </message>
    <message>
        <source>The data folder could not be moved</source>
        <translation>无法移动数据文件夹</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>About Model Workshop</source>
        <translation>关于模型工坊</translation>
    </message>
    <message>
        <source>Model Workshop {version}</source>
        <translation>模型工坊 {version}</translation>
    </message>
    <message>
        <source>Train documented neural networks on your own computer, watch them learn, and use them.

The code is under the MIT licence. Built with Qt {qt}, PyTorch and ONNX Runtime.</source>
        <translation>在自己的电脑上训练有出处的神经网络，观察其学习过程并加以使用。

代码采用 MIT 许可证，基于 Qt {qt}、PyTorch 和 ONNX Runtime 构建。</translation>
    </message>
    <message>
        <source>Licences of {count} components</source>
        <translation>{count} 个组件的许可证</translation>
    </message>
    <message>
        <source>Check for updates</source>
        <translation>检查更新</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Tab moves between controls; arrow keys move within a list, the picture wall and the chart.</source>
        <translation>Tab 键在控件之间移动；方向键在列表、图片墙和图表内移动。</translation>
    </message>
</context>
<context>
    <name>DocumentedModels</name>
    <message>
        <source>Classifies</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Generates</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Rebuilds</source>
        <translation>重建</translation>
    </message>
    <message>
        <source>Speaks</source>
        <translation>语音生成</translation>
    </message>
    <message>
        <source>Writes</source>
        <translation>写作</translation>
    </message>
    <message>
        <source>Translates</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Search models</source>
        <translation>搜索模型</translation>
    </message>
    <message>
        <source>No documented model matches.</source>
        <translation>没有匹配的模型。</translation>
    </message>
    <message>
        <source>Use my own data...</source>
        <translation>使用自己的数据...</translation>
    </message>
    <message>
        <source>{verb}, {count} parameters</source>
        <translation>{verb}，{count} 个参数</translation>
    </message>
    <message>
        <source>{millions} M</source>
        <translation>{millions} M</translation>
    </message>
</context>
<context>
    <name>DownloadOffer</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Download {size} MB</source>
        <translation>下载 {size} MB</translation>
    </message>
    <message>
        <source>Fetching {title}: {done} of {size} MB</source>
        <translation>正在获取 {title}：{size} MB 中的 {done} MB</translation>
    </message>
    <message>
        <source>{title}, {count} examples, is not on this computer.</source>
        <translation>本机没有 {title}（{count} 个样本）。</translation>
    </message>
    <message>
        <source>It cannot be downloaded: put its files into datasets/{name} in the data folder.</source>
        <translation>它无法下载：请把文件放入数据文件夹的 datasets/{name}。</translation>
    </message>
    <message>
        <source>{title} is enough to try.</source>
        <translation>{title}足够先试用。</translation>
    </message>
</context>
<context>
    <name>DrawingCard</name>
    <message>
        <source>Draw</source>
        <translation>手绘</translation>
    </message>
    <message>
        <source>Undo the last stroke</source>
        <translation>撤销上一笔</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>橡皮擦</translation>
    </message>
    <message>
        <source>Clear the drawing</source>
        <translation>清除手绘</translation>
    </message>
    <message>
        <source>Canvas to draw a digit on</source>
        <translation>用于手写数字的画布</translation>
    </message>
    <message>
        <source>Arrow keys move, Space puts the pen down or lifts it, Delete clears</source>
        <translation>方向键移动，空格键落笔或抬笔，Delete 键清除</translation>
    </message>
    <message>
        <source>Draw with the mouse, or with arrow keys and Space</source>
        <translation>用鼠标绘制，也可用方向键和空格键</translation>
    </message>
</context>
<context>
    <name>DrawnCard</name>
    <message>
        <source>Drawn</source>
        <translation>手写</translation>
    </message>
    <message>
        <source>The same, drawn</source>
        <translation>同样内容的手写图</translation>
    </message>
    <message>
        <source>drawn by {model}</source>
        <translation>由 {model} 画出</translation>
    </message>
</context>
<context>
    <name>DropZone</name>
    <message>
        <source>Nothing here that can be read</source>
        <translation>没有可读取的内容</translation>
    </message>
</context>
<context>
    <name>Durations</name>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes} 分 {seconds} 秒</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} 小时 {minutes} 分</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} 分钟</translation>
    </message>
    <message>
        <source>{hours} h</source>
        <translation>{hours} 小时</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
</context>
<context>
    <name>ErrorCard</name>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>FolderField</name>
    <message>
        <source>Browse...</source>
        <translation>浏览...</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>选择文件夹</translation>
    </message>
</context>
<context>
    <name>FolderRow</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Change...</source>
        <translation>更改...</translation>
    </message>
    <message>
        <source>Open: {folder}</source>
        <translation>打开：{folder}</translation>
    </message>
    <message>
        <source>Change: {folder}</source>
        <translation>更改：{folder}</translation>
    </message>
</context>
<context>
    <name>FoldsCard</name>
    <message>
        <source>Cross-validation</source>
        <translation>交叉验证</translation>
    </message>
    <message>
        <source>{done} of {total} parts</source>
        <translation>已完成 {done} / {total} 部分</translation>
    </message>
    <message>
        <source>Validated on part</source>
        <translation>验证部分</translation>
    </message>
    <message>
        <source>Mean ± spread</source>
        <translation>均值 ± 标准差</translation>
    </message>
</context>
<context>
    <name>FormRow</name>
    <message>
        <source>changed</source>
        <translation>已更改</translation>
    </message>
    <message>
        <source>Put the default back</source>
        <translation>恢复默认值</translation>
    </message>
</context>
<context>
    <name>GeneratePage</name>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Rebuild</source>
        <translation>重建</translation>
    </message>
    <message>
        <source>Your own pictures, repaired or rebuilt by a model</source>
        <translation>由模型修复或重建自己的图片</translation>
    </message>
    <message>
        <source>New pictures from a trained generator</source>
        <translation>用训练好的生成器生成新图片</translation>
    </message>
    <message>
        <source>Generator</source>
        <translation>生成器</translation>
    </message>
    <message>
        <source>There is no generator in the library yet</source>
        <translation>模型库中还没有生成器</translation>
    </message>
    <message>
        <source>Words, spoken by a trained generator</source>
        <translation>由训练好的生成器说出词语</translation>
    </message>
    <message>
        <source>The pictures could not be generated</source>
        <translation>未能生成图片</translation>
    </message>
    <message>
        <source>The picture could not be rebuilt</source>
        <translation>未能重建图片</translation>
    </message>
    <message>
        <source>The morph could not be generated</source>
        <translation>未能生成渐变</translation>
    </message>
    <message>
        <source>The generated pictures could not be read</source>
        <translation>未能识别生成的图片</translation>
    </message>
    <message numerus="yes">
        <source>{time} ms for %Ln word(s)</source>
        <translation>
            <numerusform>{time} 毫秒，%Ln 个词</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{time} ms for %Ln picture(s)</source>
        <translation>
            <numerusform>%Ln 张图片 {time} 毫秒</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s)</source>
        <translation>
            <numerusform>%Ln 张图片</numerusform>
        </translation>
    </message>
    <message>
        <source>seed {seed} · {time} ms</source>
        <translation>随机种子 {seed} · {time} 毫秒</translation>
    </message>
    <message>
        <source>label {label} · seed {seed} · {time} ms</source>
        <translation>类别 {label} · 随机种子 {seed} · {time} 毫秒</translation>
    </message>
    <message>
        <source>Picture {number}</source>
        <translation>第 {number} 张</translation>
    </message>
    <message>
        <source>{picture}, reads as {label}</source>
        <translation>{picture}，识别为 {label}</translation>
    </message>
    <message>
        <source>Picture copied</source>
        <translation>已复制图片</translation>
    </message>
    <message>
        <source>Train one in about two minutes, or add an ONNX file to the library.</source>
        <translation>约两分钟即可训练一个，也可将 ONNX 文件加入模型库。</translation>
    </message>
    <message>
        <source>No generator yet</source>
        <translation>还没有生成器</translation>
    </message>
</context>
<context>
    <name>GenerationControls</name>
    <message>
        <source>Any</source>
        <translation>任意</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>张数</translation>
    </message>
    <message>
        <source>Number of pictures</source>
        <translation>图片张数</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>The same seed always gives the same pictures</source>
        <translation>相同的随机种子总是得到相同的图片</translation>
    </message>
    <message>
        <source>Draw from a new random seed</source>
        <translation>使用新的随机种子</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>What every picture shows; any: all labels in turn</source>
        <translation>每张图片的内容；任意：依次为所有类别</translation>
    </message>
    <message>
        <source>Variety</source>
        <translation>多样性</translation>
    </message>
    <message>
        <source>Low: typical, clean pictures. High: unusual ones.</source>
        <translation>低：典型、清晰；高：更少见的写法。</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>The seed is kept: Generate draws the same pictures again</source>
        <translation>已锁定随机种子：再次生成会得到相同的图片</translation>
    </message>
    <message>
        <source>Keep the seed. While this is off, Generate takes a new one each time</source>
        <translation>锁定随机种子。关闭时，每次生成都使用新的种子</translation>
    </message>
</context>
<context>
    <name>GpuPartCard</name>
    <message>
        <source>GPU part</source>
        <translation>GPU 组件</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重新试用</translation>
    </message>
    <message>
        <source>Remove...</source>
        <translation>移除...</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Looking...</source>
        <translation>正在查看...</translation>
    </message>
    <message>
        <source>No NVIDIA driver was found on this computer, so it could not be used.</source>
        <translation>本机未找到 NVIDIA 驱动程序，添加后也无法使用。</translation>
    </message>
    <message>
        <source>Go on, {size} left</source>
        <translation>继续，还剩 {size}</translation>
    </message>
    <message>
        <source>Download {size}</source>
        <translation>下载 {size}</translation>
    </message>
    <message>
        <source>Takes {size} on the disk; {free} are free. Most of it is CUDA and cuDNN, under NVIDIA&apos;s own licences.</source>
        <translation>占用磁盘 {size}；可用 {free}。其中大部分是 CUDA 和 cuDNN，适用 NVIDIA 自己的许可协议。</translation>
    </message>
    <message>
        <source>Trying it on the graphics card; this takes up to a few minutes</source>
        <translation>正在显卡上试用，最多需要几分钟</translation>
    </message>
    <message>
        <source>Removing...</source>
        <translation>正在移除...</translation>
    </message>
    <message>
        <source>Starting...</source>
        <translation>正在开始...</translation>
    </message>
    <message>
        <source>Fetching: {done} of {total}</source>
        <translation>正在下载：{total} 中的 {done}</translation>
    </message>
    <message>
        <source>Unpacking: {done} of {total}</source>
        <translation>正在解压：{total} 中的 {done}</translation>
    </message>
    <message>
        <source>What has arrived is kept if this stops.</source>
        <translation>如果中断，已下载的部分会保留。</translation>
    </message>
    <message>
        <source>Downloading the GPU part, {percent} %</source>
        <translation>正在下载 GPU 组件，{percent} %</translation>
    </message>
    <message>
        <source>The GPU part could not be added</source>
        <translation>无法添加 GPU 组件</translation>
    </message>
    <message>
        <source>The GPU part could not be removed</source>
        <translation>无法移除 GPU 组件</translation>
    </message>
    <message>
        <source>The GPU part could not be examined</source>
        <translation>无法检查 GPU 组件</translation>
    </message>
</context>
<context>
    <name>GpuPartQuestions</name>
    <message>
        <source>Remove the GPU part?</source>
        <translation>移除 GPU 组件？</translation>
    </message>
    <message>
        <source>To add it again, {size} must be downloaded.</source>
        <translation>再次添加时需要下载 {size}。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>HeardCard</name>
    <message>
        <source>Likeliest labels</source>
        <translation>最可能的标签</translation>
    </message>
    <message>
        <source>What was heard when</source>
        <translation>何时听到什么</translation>
    </message>
    <message>
        <source>Nothing heard yet</source>
        <translation>还没有听到内容</translation>
    </message>
    <message>
        <source>Drop or record a sound.</source>
        <translation>拖入或录制声音。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln digit(s) in a row</source>
        <translation>
            <numerusform>一串 %Ln 个数字</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>另有 %Ln 个</numerusform>
        </translation>
    </message>
    <message>
        <source>{start} to {end} s</source>
        <translation>{start} 到 {end} 秒</translation>
    </message>
</context>
<context>
    <name>Languages</name>
    <message>
        <source>{source} into {target}</source>
        <translation>{source}译{target}</translation>
    </message>
    <message>
        <source>English</source>
        <translation>英语</translation>
    </message>
    <message>
        <source>German</source>
        <translation>德语</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>中文</translation>
    </message>
    <message>
        <source>French</source>
        <translation>法语</translation>
    </message>
    <message>
        <source>Spanish</source>
        <translation>西班牙语</translation>
    </message>
    <message>
        <source>Japanese</source>
        <translation>日语</translation>
    </message>
    <message>
        <source>Russian</source>
        <translation>俄语</translation>
    </message>
</context>
<context>
    <name>LibraryDelegate</name>
    <message>
        <source>Not evaluated yet</source>
        <translation>尚未评估</translation>
    </message>
    <message>
        <source>baseline {value}</source>
        <translation>基线 {value}</translation>
    </message>
    <message>
        <source>this model</source>
        <translation>此模型</translation>
    </message>
</context>
<context>
    <name>LibraryPage</name>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search the library</source>
        <translation>搜索模型库</translation>
    </message>
    <message>
        <source>Add ONNX file...</source>
        <translation>添加 ONNX 文件...</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Classify</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>写作</translation>
    </message>
    <message>
        <source>Translate</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>我的</translation>
    </message>
    <message>
        <source>Sort</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Newest</source>
        <translation>最新</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>No models yet</source>
        <translation>还没有模型</translation>
    </message>
    <message>
        <source>Train one in about a minute, or add an ONNX file.</source>
        <translation>约一分钟即可训练一个，也可添加 ONNX 文件。</translation>
    </message>
    <message>
        <source>Train a model</source>
        <translation>训练模型</translation>
    </message>
    <message>
        <source>Add file...</source>
        <translation>添加文件...</translation>
    </message>
    <message>
        <source>No model matches</source>
        <translation>没有匹配的模型</translation>
    </message>
    <message>
        <source>Search for other words, or show all models.</source>
        <translation>请换其他词搜索，或显示全部模型。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln model(s) · {size} on this computer</source>
        <translation>
            <numerusform>%Ln 个模型 · 占用本机 {size}</numerusform>
        </translation>
    </message>
    <message>
        <source>Library</source>
        <translation>模型库</translation>
    </message>
    <message>
        <source>Add models</source>
        <translation>添加模型</translation>
    </message>
    <message numerus="yes">
        <source>%Ln model(s) added</source>
        <translation>
            <numerusform>已添加 %Ln 个模型</numerusform>
        </translation>
    </message>
    <message>
        <source>{file} could not be added</source>
        <translation>未能添加 {file}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) could not be added</source>
        <translation>
            <numerusform>%Ln 个文件无法添加</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose .onnx files that Model Workshop exported.</source>
        <translation>请选择由模型工坊导出的 .onnx 文件。</translation>
    </message>
    <message>
        <source>This is a picture, not a model. Classify reads pictures.</source>
        <translation>这是图片，不是模型。图片请在“分类”页中识别。</translation>
    </message>
    <message>
        <source>This is a sound, not a model.</source>
        <translation>这是声音文件，不是模型。</translation>
    </message>
    <message>
        <source>This is a text, not a model.</source>
        <translation>这是文本文件，不是模型。</translation>
    </message>
    <message>
        <source>This is an archive. Unpack it, then add the .onnx file in it.</source>
        <translation>这是压缩包。请解压后添加其中的 .onnx 文件。</translation>
    </message>
    <message>
        <source>This is a folder. Add the .onnx files in it.</source>
        <translation>这是文件夹。请添加其中的 .onnx 文件。</translation>
    </message>
    <message>
        <source>Export the model</source>
        <translation>导出模型</translation>
    </message>
    <message>
        <source>The model could not be exported</source>
        <translation>未能导出模型</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Model exported</source>
        <translation>已导出模型</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Moved to the trash</source>
        <translation>已移到回收站</translation>
    </message>
    <message>
        <source>The model could not be deleted</source>
        <translation>未能删除模型</translation>
    </message>
    <message>
        <source>The model could not be taken back</source>
        <translation>未能恢复模型</translation>
    </message>
    <message>
        <source>The model did not pass its self-test</source>
        <translation>模型未通过自检</translation>
    </message>
    <message>
        <source>The choice could not be kept</source>
        <translation>未能保存选择</translation>
    </message>
</context>
<context>
    <name>LicencesDialog</name>
    <message>
        <source>Licences</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Components</source>
        <translation>组件</translation>
    </message>
    <message>
        <source>Text of the licence</source>
        <translation>许可证正文</translation>
    </message>
</context>
<context>
    <name>LivePanel</name>
    <message>
        <source>No training is running</source>
        <translation>没有正在进行的训练</translation>
    </message>
    <message>
        <source>Start one with the settings as they are; a first model takes about a minute.</source>
        <translation>可直接用现有设置开始，首个模型约需一分钟。</translation>
    </message>
    <message>
        <source>Set up a training</source>
        <translation>配置训练</translation>
    </message>
    <message>
        <source>Past trainings</source>
        <translation>以往的训练</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>The training was interrupted</source>
        <translation>训练中断</translation>
    </message>
    <message>
        <source>Set up again with learning rate {rate}</source>
        <translation>用学习率 {rate} 重新配置</translation>
    </message>
    <message>
        <source>The training failed</source>
        <translation>训练失败</translation>
    </message>
</context>
<context>
    <name>LogDialog</name>
    <message>
        <source>The log is empty.</source>
        <translation>日志为空。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Release to open in {page}</source>
        <translation>松开即可在“{page}”中打开</translation>
    </message>
    <message>
        <source>No page reads files of this kind</source>
        <translation>没有页面能读取这类文件</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Models run on this computer, nothing is sent anywhere.</source>
        <translation>模型在本机运行，不会发送任何数据。</translation>
    </message>
    <message>
        <source>No network connection in use</source>
        <translation>未使用网络</translation>
    </message>
    <message>
        <source>Model Workshop</source>
        <translation>模型工坊</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>Open...</source>
        <translation>打开...</translation>
    </message>
    <message>
        <source>Save as...</source>
        <translation>另存为...</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>剪切</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>放大文字</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>缩小文字</translation>
    </message>
    <message>
        <source>Normal text size</source>
        <translation>正常文字大小</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Open the log folder</source>
        <translation>打开日志文件夹</translation>
    </message>
    <message>
        <source>About Model Workshop</source>
        <translation>关于模型工坊</translation>
    </message>
</context>
<context>
    <name>MetricsCard</name>
    <message>
        <source>{data}, {split}, n = {count}</source>
        <translation>{data}，{split}，n = {count}</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>{value} by {baseline}</source>
        <translation>{baseline}：{value}</translation>
    </message>
    <message>
        <source>n = {count}</source>
        <translation>n = {count}</translation>
    </message>
</context>
<context>
    <name>ModelDetail</name>
    <message>
        <source>Close the details</source>
        <translation>关闭详情</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>试用</translation>
    </message>
    <message>
        <source>Limitations</source>
        <translation>局限</translation>
    </message>
    <message>
        <source>Make it again</source>
        <translation>重新制作</translation>
    </message>
    <message>
        <source>What the figures mean</source>
        <translation>各项指标的含义</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>Run the model on the numbers of its card and compare</source>
        <translation>用模型卡片中的数值运行模型并比较</translation>
    </message>
    <message>
        <source>Export...</source>
        <translation>导出...</translation>
    </message>
    <message>
        <source>Copy all files of the model to a folder</source>
        <translation>将模型的所有文件复制到文件夹</translation>
    </message>
    <message>
        <source>Show the file in its folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Facts about the model</source>
        <translation>模型详情</translation>
    </message>
    <message>
        <source>Smaller file</source>
        <translation>精简文件</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Provenance</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Export check</source>
        <translation>导出校验</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>The file is broken</source>
        <translation>文件已损坏</translation>
    </message>
    <message>
        <source>It is being verified</source>
        <translation>正在校验</translation>
    </message>
    <message>
        <source>This model came with the program and cannot be deleted</source>
        <translation>此模型随程序提供，不能删除</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <source>Use as {name}</source>
        <translation>用作 {name}</translation>
    </message>
    <message>
        <source>Let the name {name} mean this model from now on</source>
        <translation>今后用名称 {name} 指代此模型</translation>
    </message>
</context>
<context>
    <name>ModelFacts</name>
    <message>
        <source>{epochs} epochs, {steps} steps, {seconds} s on {device}</source>
        <translation>{epochs} 轮，{steps} 步，在 {device} 上用时 {seconds} 秒</translation>
    </message>
    <message>
        <source>preset {preset}, seed {seed}, threads {threads}</source>
        <translation>预设 {preset}，随机种子 {seed}，线程 {threads}</translation>
    </message>
    <message>
        <source>Trained</source>
        <translation>训练时间</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>出处</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>链接</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>训练记录</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>训练设置</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数量</translation>
    </message>
    <message>
        <source>Software</source>
        <translation>软件</translation>
    </message>
    <message>
        <source>free to pass on</source>
        <translation>可自由传播</translation>
    </message>
    <message>
        <source>pass on with the authors&apos; names</source>
        <translation>传播时须署名</translation>
    </message>
    <message>
        <source>pass on with names, under the same licence</source>
        <translation>传播时须署名，并采用相同许可证</translation>
    </message>
    <message>
        <source>for research only</source>
        <translation>仅限研究</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Means</source>
        <translation>含义</translation>
    </message>
    <message>
        <source>by {difference} at most; {tolerance} is allowed</source>
        <translation>最多 {difference}，允许 {tolerance}</translation>
    </message>
    <message>
        <source>Compared</source>
        <translation>比较对象</translation>
    </message>
    <message>
        <source>Batches of</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>Differs</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>{size} in place of {original}</source>
        <translation>{size}，原为 {original}</translation>
    </message>
    <message>
        <source>{times} times as fast on {processor}, {threads} threads</source>
        <translation>速度为 {times} 倍（{processor}，{threads} 线程）</translation>
    </message>
    <message>
        <source>Made of</source>
        <translation>原模型</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>在本机</translation>
    </message>
    <message>
        <source>How</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>At export</source>
        <translation>导出时</translation>
    </message>
    <message>
        <source>{value} in place of {original}</source>
        <translation>{value}，原为 {original}</translation>
    </message>
    <message>
        <source>not measured yet; the original is used by default</source>
        <translation>尚未测量；默认使用原模型</translation>
    </message>
    <message>
        <source>{times} times faster here</source>
        <translation>在本机上速度为 {times} 倍</translation>
    </message>
    <message>
        <source>{times} times faster here, but less exact; the original is used by default</source>
        <translation>在本机上速度为 {times} 倍，但精度较低；默认使用原模型</translation>
    </message>
    <message>
        <source>as fast as the original here; the original is used by default</source>
        <translation>在本机上与原模型一样快；默认使用原模型</translation>
    </message>
    <message>
        <source>slower here; the original is used by default</source>
        <translation>在本机上更慢；默认使用原模型</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>修改时间</translation>
    </message>
    <message>
        <source>Does</source>
        <translation>功能</translation>
    </message>
    <message>
        <source>Translates</source>
        <translation>翻译方向</translation>
    </message>
    <message>
        <source>Reads</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Gives</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>{value} ({origin})</source>
        <translation>{value}（{origin}）</translation>
    </message>
    <message>
        <source>{name}: {value}</source>
        <translation>{name}：{value}</translation>
    </message>
</context>
<context>
    <name>ModelTexts</name>
    <message>
        <source>Classifies pictures</source>
        <translation>图片分类</translation>
    </message>
    <message>
        <source>Generates pictures</source>
        <translation>生成图片</translation>
    </message>
    <message>
        <source>Rebuilds pictures</source>
        <translation>重建图片</translation>
    </message>
    <message>
        <source>Classifies texts</source>
        <translation>文本分类</translation>
    </message>
    <message>
        <source>Classifies sounds</source>
        <translation>识别声音</translation>
    </message>
    <message>
        <source>Speaks</source>
        <translation>语音生成</translation>
    </message>
    <message>
        <source>Writes texts</source>
        <translation>文本写作</translation>
    </message>
    <message>
        <source>Translates texts</source>
        <translation>文本翻译</translation>
    </message>
    <message>
        <source>{title} ({name})</source>
        <translation>{title}（{name}）</translation>
    </message>
    <message>
        <source>{title} (mine)</source>
        <translation>{title}（我的）</translation>
    </message>
    <message>
        <source>{part} of {whole}</source>
        <comment>such as: 10 of 20</comment>
        <translation>{whole} 中的 {part}</translation>
    </message>
    <message>
        <source>test set of {data}</source>
        <translation>（{data} 的测试集）</translation>
    </message>
    <message>
        <source>{data} {split}, n = {count}</source>
        <translation>{data} {split}，n = {count}</translation>
    </message>
    <message>
        <source>training set</source>
        <translation>训练集</translation>
    </message>
    <message>
        <source>validation set</source>
        <translation>验证集</translation>
    </message>
    <message>
        <source>test set</source>
        <translation>测试集</translation>
    </message>
    <message>
        <source>held out, one in ten</source>
        <translation>留出的十分之一</translation>
    </message>
    <message>
        <source>held out, one picture in ten</source>
        <translation>留出的十分之一图片</translation>
    </message>
    <message>
        <source>sample test, drawn from training pictures</source>
        <translation>示例测试集，取自训练图片</translation>
    </message>
    <message>
        <source>today, {time}</source>
        <translation>今天 {time}</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <comment>the form of a date, as QLocale takes it</comment>
        <translation>yyyy年M月d日</translation>
    </message>
    <message>
        <source>Broken</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>正在校验</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>已校验</translation>
    </message>
    <message>
        <source>Check failed</source>
        <translation>校验失败</translation>
    </message>
    <message>
        <source>Not checked</source>
        <translation>未校验</translation>
    </message>
    <message>
        <source>Shipped</source>
        <translation>随程序提供</translation>
    </message>
    <message>
        <source>Trained here</source>
        <translation>本机训练</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>{value} {metric}</source>
        <translation>{metric} {value}</translation>
    </message>
</context>
<context>
    <name>MorphCard</name>
    <message>
        <source>Morph</source>
        <translation>渐变</translation>
    </message>
    <message>
        <source>Walks through the latent space from A to B</source>
        <translation>在潜空间中从 A 走到 B</translation>
    </message>
    <message>
        <source>A: {start} · B: {end}</source>
        <translation>A：{start} · B：{end}</translation>
    </message>
    <message>
        <source>Save the morph</source>
        <translation>保存渐变</translation>
    </message>
    <message>
        <source>Save as strip of nine (PNG)...</source>
        <translation>存为九格长图 (PNG)...</translation>
    </message>
    <message>
        <source>Save as animation (GIF)...</source>
        <translation>存为动画 (GIF)...</translation>
    </message>
    <message>
        <source>Nine pictures on the way from A to B</source>
        <translation>从 A 到 B 的九张图片</translation>
    </message>
    <message>
        <source>Stop playing</source>
        <translation>停止播放</translation>
    </message>
    <message>
        <source>Play from A to B and back</source>
        <translation>从 A 播放到 B 再返回</translation>
    </message>
</context>
<context>
    <name>Morphing</name>
    <message>
        <source>seed {seed}, picture {number}</source>
        <translation>随机种子 {seed}，第 {number} 张</translation>
    </message>
</context>
<context>
    <name>MoveDialog</name>
    <message>
        <source>Data folder</source>
        <translation>数据文件夹</translation>
    </message>
    <message>
        <source>Move the data folder?</source>
        <translation>移动数据文件夹？</translation>
    </message>
    <message>
        <source>Use this data folder?</source>
        <translation>使用此数据文件夹？</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Move and start again</source>
        <translation>移动并重新启动</translation>
    </message>
    <message>
        <source>Use it and start again</source>
        <translation>使用并重新启动</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>{target} holds models and trainings already. What is in {source} stays there.</source>
        <translation>{target} 中已有模型和训练记录。{source} 中的内容保留不动。</translation>
    </message>
    <message>
        <source>{size} are copied from {source} to {target}. Then the program starts again, and the old folder goes to the trash.</source>
        <translation>将从 {source} 复制 {size} 到 {target}。之后程序会重新启动，旧文件夹会移到回收站。</translation>
    </message>
</context>
<context>
    <name>NotificationsCard</name>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>When a training ends</source>
        <translation>训练结束时</translation>
    </message>
    <message>
        <source>The desktop tells you while this window is not in front.</source>
        <translation>窗口不在前台时由系统通知。</translation>
    </message>
</context>
<context>
    <name>NumberTable</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copies the selected rows, or all if none is selected</source>
        <translation>复制选中的行；未选中时复制全部</translation>
    </message>
    <message>
        <source>Save as CSV...</source>
        <translation>另存为 CSV...</translation>
    </message>
</context>
<context>
    <name>PageTitles</name>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Classify</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>写作</translation>
    </message>
    <message>
        <source>Translate</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>模型库</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>PartnersCard</name>
    <message>
        <source>Partners of the word</source>
        <translation>与该词对应的词</translation>
    </message>
    <message>
        <source>Alignment</source>
        <translation>对齐</translation>
    </message>
    <message>
        <source>Point at a word of either text to see which words of the other belong to it.</source>
        <translation>指向任一文本中的词，查看另一文本中与之对应的词。</translation>
    </message>
    <message>
        <source>This model has no attention, so it does not tell which words belong together.</source>
        <translation>该模型没有注意力，无法得知哪些词相互对应。</translation>
    </message>
    <message>
        <source>“{word}”</source>
        <translation>“{word}”</translation>
    </message>
    <message>
        <source>What the model looked at while it wrote this word, as shares of its attention.</source>
        <translation>模型写出这个词时关注了哪些词，以注意力的占比表示。</translation>
    </message>
    <message>
        <source>Which words were written while the model looked at this one, as shares of the attention.</source>
        <translation>模型关注这个词时写出了哪些词，以注意力的占比表示。</translation>
    </message>
</context>
<context>
    <name>PictureInspector</name>
    <message>
        <source>Use as A</source>
        <translation>设为 A</translation>
    </message>
    <message>
        <source>Use as B</source>
        <translation>设为 B</translation>
    </message>
    <message>
        <source>Start the morph from this picture</source>
        <translation>渐变从这张图片开始</translation>
    </message>
    <message>
        <source>End the morph at this picture</source>
        <translation>渐变到这张图片结束</translation>
    </message>
    <message>
        <source>Picture {number}</source>
        <translation>第 {number} 张</translation>
    </message>
    <message>
        <source>{reader} reads it as {label}, {score}</source>
        <translation>{reader} 识别为 {label}，{score}</translation>
    </message>
</context>
<context>
    <name>PictureSaver</name>
    <message>
        <source>Save as</source>
        <translation>另存为</translation>
    </message>
    <message>
        <source>{name} is there already. Replace it?</source>
        <translation>{name} 已存在。要替换吗？</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>The file could not be saved</source>
        <translation>文件未能保存</translation>
    </message>
</context>
<context>
    <name>ProgressCard</name>
    <message>
        <source>Stop...</source>
        <translation>停止...</translation>
    </message>
    <message>
        <source>Ends the training; the best and the last state are kept</source>
        <translation>结束训练，保留最佳状态和最后状态</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Goes on from the last checkpoint</source>
        <translation>从最近的检查点继续</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Change...</source>
        <translation>更改...</translation>
    </message>
    <message>
        <source>Change the learning rate</source>
        <translation>更改学习率</translation>
    </message>
    <message>
        <source>Stopping: the best and the last state are being saved</source>
        <translation>正在停止：正在保存最佳状态和最后状态</translation>
    </message>
    <message>
        <source>{state} · {epochs} epochs in {time}</source>
        <translation>{state} · {epochs} 轮，用时 {time}</translation>
    </message>
    <message>
        <source>{state} · epoch {epoch} of {total}</source>
        <translation>{state} · 第 {epoch} / {total} 轮</translation>
    </message>
    <message>
        <source>{count} / s</source>
        <translation>{count} / 秒</translation>
    </message>
    <message>
        <source>Remaining</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <source>Elapsed</source>
        <translation>已用时间</translation>
    </message>
    <message>
        <source>Speed, pictures</source>
        <translation>速度（图片）</translation>
    </message>
    <message>
        <source>GPU memory</source>
        <translation>显存</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Best: {figure}</source>
        <translation>最佳：{figure}</translation>
    </message>
    <message>
        <source>Best so far</source>
        <translation>目前最佳</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Not while the training is starting or ending</source>
        <translation>训练正在开始或结束时不可用</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Exporting...</source>
        <translation>正在导出...</translation>
    </message>
    <message>
        <source>Try it now</source>
        <translation>立即试用</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>试用</translation>
    </message>
    <message>
        <source>A model is being written</source>
        <translation>正在写入模型</translation>
    </message>
    <message>
        <source>Not before the training has begun</source>
        <translation>训练开始后才可用</translation>
    </message>
</context>
<context>
    <name>PromptCard</name>
    <message>
        <source>Beginning of the text</source>
        <translation>文本的开头</translation>
    </message>
    <message>
        <source>Type a beginning, or nothing at all</source>
        <translation>输入开头，也可以留空</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>写作</translation>
    </message>
    <message>
        <source>Esc stops</source>
        <translation>按 Esc 停止</translation>
    </message>
    <message>
        <source>Ctrl+Enter writes</source>
        <translation>按 Ctrl+Enter 开始写作</translation>
    </message>
</context>
<context>
    <name>ReadingTexts</name>
    <message>
        <source>{label}, {score}</source>
        <translation>{label}，{score}</translation>
    </message>
    <message>
        <source>Not sure: {label}, {score}</source>
        <translation>不确定：{label}，{score}</translation>
    </message>
    <message>
        <source>Not sure, {score}</source>
        <translation>不确定，{score}</translation>
    </message>
    <message>
        <source>{label} is nearly as likely, {score}</source>
        <translation>与 {label} 接近，占 {score}</translation>
    </message>
    <message>
        <source>No label is likely enough</source>
        <translation>没有足够可能的类别</translation>
    </message>
    <message>
        <source>Use one digit alone, large and clear.</source>
        <translation>请只用一个数字，写得大而清晰。</translation>
    </message>
    <message>
        <source>Use a picture that one thing fills, in its middle.</source>
        <translation>请使用一个物体位于中央并占满画面的图片。</translation>
    </message>
    <message>
        <source>{source} · {time} ms</source>
        <translation>{source} · {time} 毫秒</translation>
    </message>
</context>
<context>
    <name>ReadingsCard</name>
    <message>
        <source>Reads as</source>
        <translation>识别结果</translation>
    </message>
    <message>
        <source>How often each label is read</source>
        <translation>各类别的识别次数</translation>
    </message>
    <message>
        <source>With a classifier in the library, what the pictures show is counted here.</source>
        <translation>模型库中有分类器时，这里会统计图片的内容。</translation>
    </message>
    <message>
        <source>Read by {reader}, without certainty: {unsure} of {total} (pale).</source>
        <translation>由 {reader} 识别，其中 {total} 张里有 {unsure} 张不确定（浅色）。</translation>
    </message>
</context>
<context>
    <name>RebuildPanel</name>
    <message>
        <source>or paste, or choose a file</source>
        <translation>也可粘贴或选择文件</translation>
    </message>
    <message>
        <source>Drop a picture</source>
        <translation>拖入一张图片</translation>
    </message>
    <message>
        <source>Release to see what the model makes of it</source>
        <translation>松开即可查看模型的处理结果</translation>
    </message>
    <message>
        <source>Choose...</source>
        <translation>选择...</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Another sample digit</source>
        <translation>换一个样本数字</translation>
    </message>
    <message>
        <source>These are {count} files</source>
        <translation>这是 {count} 个文件</translation>
    </message>
    <message>
        <source>One picture at a time</source>
        <translation>每次一张图片</translation>
    </message>
    <message>
        <source>This model reads pictures</source>
        <translation>此模型读取图片</translation>
    </message>
</context>
<context>
    <name>Rebuilding</name>
    <message>
        <source>Choose a picture</source>
        <translation>选择图片</translation>
    </message>
    <message>
        <source>Picture copied</source>
        <translation>图片已复制</translation>
    </message>
</context>
<context>
    <name>RebuiltCard</name>
    <message>
        <source>Before and after</source>
        <translation>前后对比</translation>
    </message>
    <message>
        <source>Copy the picture after</source>
        <translation>复制处理后的图片</translation>
    </message>
    <message>
        <source>Save...</source>
        <translation>保存...</translation>
    </message>
    <message>
        <source>The picture after (PNG)...</source>
        <translation>处理后的图片（PNG）...</translation>
    </message>
    <message>
        <source>Before and after side by side (PNG)...</source>
        <translation>前后并排的图片（PNG）...</translation>
    </message>
    <message>
        <source>Pictures to drag out</source>
        <translation>可拖出的图片</translation>
    </message>
    <message>
        <source>{before} → {after} dB</source>
        <translation>{before} → {after} dB</translation>
    </message>
    <message>
        <source>PSNR before and after: how near the picture is to the original. More is nearer.</source>
        <translation>处理前后的 PSNR：图片与原图的接近程度，越高越接近。</translation>
    </message>
    <message>
        <source>{score} nats</source>
        <translation>{score} 奈特</translation>
    </message>
    <message>
        <source>The picture as it came, and repaired. Damage it first to see how much can be repaired.</source>
        <translation>原样输入的图片及其修复结果。先损坏它，即可看到能修复多少。</translation>
    </message>
    <message>
        <source>Anomaly score: the higher, the stranger to the model.</source>
        <translation>异常分数：越高，对模型越陌生。</translation>
    </message>
    <message>
        <source>Anomaly score: the higher, the stranger to the model. Test pictures: {score} on average.</source>
        <translation>异常分数：越高，对模型越陌生。测试图片平均为 {score}。</translation>
    </message>
    <message>
        <source>Picture {number}, {part}</source>
        <translation>第 {number} 张图片，{part}</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>原图</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>处理前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>处理后</translation>
    </message>
</context>
<context>
    <name>ResultCard</name>
    <message>
        <source>Nothing read yet</source>
        <translation>还没有识别结果</translation>
    </message>
    <message>
        <source>Drop a picture, or draw a digit.</source>
        <translation>请拖入图片，或手写一个数字。</translation>
    </message>
</context>
<context>
    <name>ResultsPanel</name>
    <message>
        <source>No trainings yet</source>
        <translation>还没有训练记录</translation>
    </message>
    <message>
        <source>Each training is kept here with its curves, samples and figures.</source>
        <translation>每次训练的曲线、样本和数据都保存在这里。</translation>
    </message>
    <message>
        <source>Set up a training</source>
        <translation>配置训练</translation>
    </message>
    <message>
        <source>This training cannot be shown or changed</source>
        <translation>无法显示或更改此训练记录</translation>
    </message>
    <message>
        <source>Moved to the trash</source>
        <translation>已移到回收站</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>RunCharts</name>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Parts of the loss</source>
        <translation>损失的组成</translation>
    </message>
    <message>
        <source>Health of the training</source>
        <translation>训练健康状况</translation>
    </message>
    <message>
        <source>{title}, {unit}</source>
        <translation>{title}（{unit}）</translation>
    </message>
    <message>
        <source>{title} ({unit})</source>
        <translation>{title}（{unit}）</translation>
    </message>
    <message>
        <source>Validation: after each epoch, n = {count}; higher is better</source>
        <translation>验证：每轮结束后，n = {count}；越高越好</translation>
    </message>
    <message>
        <source>Validation: after each epoch, n = {count}; lower is better</source>
        <translation>验证：每轮结束后，n = {count}；越低越好</translation>
    </message>
    <message>
        <source>Validation: after each epoch, n = {count}</source>
        <translation>验证：每轮之后，n = {count}</translation>
    </message>
    <message>
        <source>expected {value}</source>
        <translation>预期 {value}</translation>
    </message>
</context>
<context>
    <name>RunFailure</name>
    <message>
        <source>Its process did not answer and was ended by force.</source>
        <translation>训练进程没有响应，已被强制结束。</translation>
    </message>
    <message>
        <source>The disk is full, so it could save nothing more. Make room there before you resume.</source>
        <translation>磁盘已满，训练无法再保存任何内容。请先腾出空间，再继续训练。</translation>
    </message>
    <message>
        <source>Something ended its process from outside: another program, the system, or the computer was switched off.</source>
        <translation>训练进程被外部结束：可能是其他程序、系统，或计算机关机。</translation>
    </message>
    <message>
        <source>Its process ended with status {status} and left no last word.</source>
        <translation>训练进程以状态码 {status} 结束，没有留下任何说明。</translation>
    </message>
    <message>
        <source>Its process was killed from outside ({signal}). The system does this when memory runs short; a person or another program can do it too.</source>
        <translation>训练进程被外部终止（{signal}）。内存不足时系统会这样做，也可能是有人或其他程序所为。</translation>
    </message>
    <message>
        <source>Another program or the system ended its process ({signal}).</source>
        <translation>其他程序或系统结束了训练进程（{signal}）。</translation>
    </message>
    <message>
        <source>Its process crashed ({signal}).</source>
        <translation>训练进程崩溃（{signal}）。</translation>
    </message>
    <message>
        <source>Nothing was saved yet. Resume begins again with the same settings.</source>
        <translation>尚未保存任何内容。“继续”将用相同的设置从头开始。</translation>
    </message>
    <message>
        <source>Everything up to step {step} of {total} is kept. Resume goes on from there.</source>
        <translation>前 {step} 步（共 {total} 步）的内容已保留，“继续”将从那里开始。</translation>
    </message>
</context>
<context>
    <name>RunSummaryCard</name>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Goes on from the last checkpoint</source>
        <translation>从最近的检查点继续</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Set up again with these settings</source>
        <translation>用这些设置重新配置</translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation>显示文件夹</translation>
    </message>
    <message>
        <source>Exporting...</source>
        <translation>正在导出...</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>试用</translation>
    </message>
    <message>
        <source>The model is being written</source>
        <translation>正在写入模型</translation>
    </message>
    <message>
        <source>Nothing was saved yet</source>
        <translation>尚未保存任何内容</translation>
    </message>
    <message>
        <source>{when} · preset {preset} · {data} · {epochs} of {total} epochs · {time}</source>
        <translation>{when} · 预设 {preset} · {data} · 第 {epochs} / {total} 轮 · {time}</translation>
    </message>
</context>
<context>
    <name>RunTexts</name>
    <message>
        <source>Quick</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>最佳</translation>
    </message>
    <message>
        <source>Article</source>
        <translation>论文</translation>
    </message>
    <message>
        <source>{name} is trained</source>
        <translation>{name}：训练完成</translation>
    </message>
    <message>
        <source>{name}: stopped and saved</source>
        <translation>{name}：已停止并保存</translation>
    </message>
    <message>
        <source>{name} could not be trained</source>
        <translation>{name}：训练失败</translation>
    </message>
    <message>
        <source>{name}: the training process is gone</source>
        <translation>{name}：训练进程已消失</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>正在训练</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>已中断</translation>
    </message>
</context>
<context>
    <name>RunsList</name>
    <message>
        <source>Trainings</source>
        <translation>训练记录</translation>
    </message>
</context>
<context>
    <name>RunsModel</name>
    <message>
        <source>{state}, {when}</source>
        <translation>{state}，{when}</translation>
    </message>
</context>
<context>
    <name>SampleStrip</name>
    <message>
        <source>Samples</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>the same noise after each epoch</source>
        <translation>同一组潜变量在各轮后的输出</translation>
    </message>
    <message>
        <source>Earlier epochs</source>
        <translation>较早的轮次</translation>
    </message>
    <message>
        <source>Later epochs</source>
        <translation>较晚的轮次</translation>
    </message>
</context>
<context>
    <name>SaveFile</name>
    <message>
        <source>The file could not be saved</source>
        <translation>文件未能保存</translation>
    </message>
</context>
<context>
    <name>SettingRow</name>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>{help} Default: {default}.</source>
        <translation>{help}默认 {default}。</translation>
    </message>
    <message>
        <source>{help} {low} to {high}; default {default}.</source>
        <translation>{help}范围 {low} 到 {high}，默认 {default}。</translation>
    </message>
    <message>
        <source>A whole number from {low} to {high} is needed.</source>
        <translation>请输入 {low} 到 {high} 之间的整数。</translation>
    </message>
    <message>
        <source>A number from {low} to {high} is needed.</source>
        <translation>请输入 {low} 到 {high} 之间的数。</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Changes apply at once</source>
        <translation>更改立即生效</translation>
    </message>
</context>
<context>
    <name>SetupPanel</name>
    <message>
        <source>Source</source>
        <translation>出处</translation>
    </message>
    <message>
        <source>Copy as command</source>
        <translation>复制为命令</translation>
    </message>
    <message>
        <source>The command that trains the same in a terminal</source>
        <translation>在终端中进行相同训练的命令</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>开始训练</translation>
    </message>
    <message>
        <source>Differences from the source</source>
        <translation>与出处的差异</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>A catalogued data set, or your own pictures: one folder for each class.</source>
        <translation>目录中的数据集，或自己的图片：每个类别一个文件夹。</translation>
    </message>
    <message>
        <source>Without your changes: {note}</source>
        <translation>未更改时：{note}</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Nothing differs from the preset</source>
        <translation>与预设一致</translation>
    </message>
    <message numerus="yes">
        <source>%n setting(s) differ from the preset</source>
        <translation>
            <numerusform>%n 项设置与预设不同</numerusform>
        </translation>
    </message>
    <message>
        <source>About {time}</source>
        <translation>约 {time}</translation>
    </message>
    <message>
        <source>Not measured on this computer yet</source>
        <translation>尚未在本机测得用时</translation>
    </message>
    <message>
        <source>Expected result</source>
        <translation>预期结果</translation>
    </message>
    <message>
        <source>read at the start</source>
        <translation>开始时读取</translation>
    </message>
    <message>
        <source>a folder with pictures</source>
        <translation>一个图片文件夹</translation>
    </message>
    <message>
        <source>Your own</source>
        <translation>自己的数据</translation>
    </message>
    <message>
        <source>a folder for each class</source>
        <translation>每个类别一个文件夹</translation>
    </message>
    <message>
        <source>A catalogued data set, or your own: a table with texts and labels, or folders.</source>
        <translation>已收录的数据集，或您自己的数据：含文本和标签的表格，或按类别分的文件夹。</translation>
    </message>
    <message>
        <source>A catalogued data set, or your own: a table of pairs, or two files of lines.</source>
        <translation>已收录的数据集，或您自己的数据：句对表格，或逐行对应的两个文件。</translation>
    </message>
    <message>
        <source>A catalogued data set, or your own: a text file, a folder, or a table.</source>
        <translation>已收录的数据集，或您自己的数据：文本文件、文件夹或表格。</translation>
    </message>
    <message>
        <source>pictures, {side} x {side}</source>
        <translation>图片，{side} x {side}</translation>
    </message>
    <message>
        <source>texts</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>A catalogued data set, or your own sounds: one folder for each class.</source>
        <translation>已收录的数据集，或您自己的声音：每个类别一个文件夹。</translation>
    </message>
    <message>
        <source>sounds</source>
        <translation>段声音</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数量</translation>
    </message>
    <message>
        <source>weights that are learnt</source>
        <translation>个可学习的权重</translation>
    </message>
    <message numerus="yes">
        <source>%n epoch(s)</source>
        <translation>
            <numerusform>%n 轮</numerusform>
        </translation>
    </message>
    <message>
        <source>Time here</source>
        <translation>本机用时</translation>
    </message>
    <message>
        <source>Not measured</source>
        <translation>未测量</translation>
    </message>
    <message>
        <source>about {time}</source>
        <translation>约 {time}</translation>
    </message>
    <message>
        <source>Own data</source>
        <translation>自己的数据</translation>
    </message>
    <message>
        <source>Data ready</source>
        <translation>数据就绪</translation>
    </message>
    <message>
        <source>Data missing</source>
        <translation>缺少数据</translation>
    </message>
    <message>
        <source>Correct this first: {setting}</source>
        <translation>请先改正：{setting}</translation>
    </message>
    <message>
        <source>Choose a folder with one folder for each class</source>
        <translation>选择一个文件夹，其中每个类别各有一个子文件夹</translation>
    </message>
    <message>
        <source>Choose a folder with pictures</source>
        <translation>选择一个含有图片的文件夹</translation>
    </message>
    <message>
        <source>Download the data first, or choose other data</source>
        <translation>请先下载数据，或选择其他数据</translation>
    </message>
    <message>
        <source>Another training is running; stop it or wait for it</source>
        <translation>另一个训练正在进行，请停止它或等待</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>SheetRow</name>
    <message>
        <source>newest after epoch {epoch}</source>
        <translation>最新为第 {epoch} 轮之后</translation>
    </message>
    <message>
        <source>{epoch} now</source>
        <translation>{epoch} 最新</translation>
    </message>
</context>
<context>
    <name>SoundCard</name>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Open a sound file</source>
        <translation>打开声音文件</translation>
    </message>
    <message>
        <source>Wave and spectrogram of the sound</source>
        <translation>声音的波形与声谱图</translation>
    </message>
    <message>
        <source>Drop a WAV, FLAC, OGG or MP3 file, or a folder of them.</source>
        <translation>拖入 WAV、FLAC、OGG 或 MP3 文件，或包含它们的文件夹。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Stop, {seconds} s</source>
        <translation>停止，{seconds} 秒</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>录音</translation>
    </message>
    <message>
        <source>There is no sound yet.</source>
        <translation>还没有声音。</translation>
    </message>
    <message>
        <source>This computer has no sound output.</source>
        <translation>本机没有声音输出设备。</translation>
    </message>
    <message>
        <source>This computer has no microphone.</source>
        <translation>本机没有麦克风。</translation>
    </message>
</context>
<context>
    <name>SoundClassifying</name>
    <message>
        <source>Choose sounds</source>
        <translation>选择声音</translation>
    </message>
    <message>
        <source>The sound could not be played</source>
        <translation>无法播放该声音</translation>
    </message>
    <message>
        <source>Nothing could be recorded</source>
        <translation>无法录音</translation>
    </message>
    <message>
        <source>your recording</source>
        <translation>您的录音</translation>
    </message>
</context>
<context>
    <name>SourceCard</name>
    <message>
        <source>{done} of {total} sentences</source>
        <translation>{total} 个句子中的 {done} 个</translation>
    </message>
    <message>
        <source>Translate the other way round</source>
        <translation>反方向翻译</translation>
    </message>
    <message>
        <source>Open a text file</source>
        <translation>打开文本文件</translation>
    </message>
    <message>
        <source>Clear the text</source>
        <translation>清空文本</translation>
    </message>
    <message>
        <source>Text to translate</source>
        <translation>待翻译的文本</translation>
    </message>
    <message>
        <source>Type or paste sentences, or drop a text file.</source>
        <translation>输入或粘贴句子，或拖入文本文件。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Translate</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>Esc stops</source>
        <translation>按 Esc 停止</translation>
    </message>
    <message>
        <source>Ctrl+Enter translates</source>
        <translation>按 Ctrl+Enter 翻译</translation>
    </message>
    <message>
        <source>There is no text yet</source>
        <translation>还没有文本</translation>
    </message>
</context>
<context>
    <name>Speaking</name>
    <message>
        <source>Nothing could be said</source>
        <translation>无法说出</translation>
    </message>
    <message>
        <source>The words could not be drawn</source>
        <translation>无法画出这些词</translation>
    </message>
    <message>
        <source>The speech could not be played</source>
        <translation>无法播放语音</translation>
    </message>
    <message>
        <source>Word {number}: {label}</source>
        <translation>第 {number} 个词：{label}</translation>
    </message>
</context>
<context>
    <name>SpeechControls</name>
    <message>
        <source>Stop, {seconds} s</source>
        <translation>停止，{seconds} 秒</translation>
    </message>
    <message>
        <source>Say a number</source>
        <translation>说一个数字</translation>
    </message>
    <message>
        <source>Say</source>
        <translation>要说的内容</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Variety</source>
        <translation>多样性</translation>
    </message>
    <message>
        <source>Say it in another way</source>
        <translation>换一种说法</translation>
    </message>
    <message>
        <source>It says: {words}</source>
        <translation>会说：{words}</translation>
    </message>
    <message>
        <source>Speak</source>
        <translation>说</translation>
    </message>
</context>
<context>
    <name>SpokenCard</name>
    <message>
        <source>Speech</source>
        <translation>语音</translation>
    </message>
    <message>
        <source>Save WAV...</source>
        <translation>保存 WAV…</translation>
    </message>
    <message>
        <source>Wave and spectrogram of the speech</source>
        <translation>语音的波形与声谱</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>词</translation>
    </message>
    <message>
        <source>Below, each word by itself: choose one to hear it, drag it out as a WAV file.</source>
        <translation>下面是每个词：点选即可试听，可作为 WAV 文件拖出。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Nothing was said yet.</source>
        <translation>还没有说任何内容。</translation>
    </message>
    <message>
        <source>This computer has no sound output.</source>
        <translation>本机没有声音输出设备。</translation>
    </message>
</context>
<context>
    <name>SpokenNumber</name>
    <message>
        <source>Nothing could be recorded</source>
        <translation>无法录音</translation>
    </message>
    <message>
        <source>The number could not be heard</source>
        <translation>没能听出数字</translation>
    </message>
    <message>
        <source>This computer has no microphone.</source>
        <translation>本机没有麦克风。</translation>
    </message>
    <message>
        <source>No model in the library knows these words by ear. Train spoken digits to get one.</source>
        <translation>模型库中没有能听懂这些词的模型。训练一个“语音数字”模型即可。</translation>
    </message>
</context>
<context>
    <name>Stepper</name>
    <message>
        <source>Less</source>
        <translation>减小</translation>
    </message>
    <message>
        <source>More</source>
        <translation>增大</translation>
    </message>
</context>
<context>
    <name>StorageCard</name>
    <message>
        <source>Storage</source>
        <translation>存储</translation>
    </message>
    <message>
        <source>Room taken by the program&apos;s files</source>
        <translation>程序文件占用的空间</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>数据文件夹</translation>
    </message>
    <message>
        <source>The data folder was named when the program was started</source>
        <translation>数据文件夹已在启动程序时指定</translation>
    </message>
    <message>
        <source>Save pictures to</source>
        <translation>图片保存位置</translation>
    </message>
    <message>
        <source>Trainings {size}</source>
        <translation>训练记录 {size}</translation>
    </message>
    <message>
        <source>Data sets {size}</source>
        <translation>数据集 {size}</translation>
    </message>
    <message>
        <source>Models {size}</source>
        <translation>模型 {size}</translation>
    </message>
    <message>
        <source>GPU part {size}</source>
        <translation>GPU 组件 {size}</translation>
    </message>
</context>
<context>
    <name>SummaryView</name>
    <message>
        <source>Summary</source>
        <translation>汇总</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>不确定</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>Texts</source>
        <translation>文本数</translation>
    </message>
    <message>
        <source>Count by</source>
        <translation>统计依据</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Labels and their colours</source>
        <translation>类别及其颜色</translation>
    </message>
    <message>
        <source>Share of each label</source>
        <translation>各类别的占比</translation>
    </message>
    <message>
        <source>Texts over time</source>
        <translation>随时间变化的文本数</translation>
    </message>
    <message>
        <source>All texts</source>
        <translation>全部文本</translation>
    </message>
    <message>
        <source>no date</source>
        <translation>无日期</translation>
    </message>
    <message>
        <source>all others</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation>（空）</translation>
    </message>
    <message>
        <source>The empty end of a bar is what could not be read.</source>
        <translation>条形末端的空白是未能读取的部分。</translation>
    </message>
    <message>
        <source>A column for each day</source>
        <translation>每柱为一天</translation>
    </message>
    <message>
        <source>A column for each week, from Monday</source>
        <translation>每柱为一周（从周一起）</translation>
    </message>
    <message>
        <source>A column for each month</source>
        <translation>每柱为一个月</translation>
    </message>
    <message>
        <source>A column for each year</source>
        <translation>每柱为一年</translation>
    </message>
    <message numerus="yes">
        <source>%Ln text(s) without a date</source>
        <translation>
            <numerusform>%Ln 条文本没有日期</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln text(s)</source>
        <translation>
            <numerusform>%Ln 条文本</numerusform>
        </translation>
    </message>
    <message>
        <source>{count} refused</source>
        <translation>{count} 条被拒绝</translation>
    </message>
</context>
<context>
    <name>TargetCard</name>
    <message>
        <source>Copy the translation</source>
        <translation>复制译文</translation>
    </message>
    <message>
        <source>Save as a text file; drag it to take the text elsewhere</source>
        <translation>保存为文本文件；拖动可把文本带到别处</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>译文</translation>
    </message>
    <message>
        <source>The translation appears here.</source>
        <translation>译文显示在这里。</translation>
    </message>
</context>
<context>
    <name>TextBatchCard</name>
    <message>
        <source>Text column</source>
        <translation>文本列</translation>
    </message>
    <message>
        <source>Column that holds the text</source>
        <translation>文本所在的列</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>汇总</translation>
    </message>
    <message numerus="yes">
        <source>%Ln text(s)</source>
        <translation>
            <numerusform>%Ln 条文本</numerusform>
        </translation>
    </message>
    <message>
        <source>Guessed from the table. Choose another one where that is wrong.</source>
        <translation>根据表格推测得出，如不正确请另选。</translation>
    </message>
    <message>
        <source>Comes when all texts are read</source>
        <translation>全部文本读完后可用</translation>
    </message>
</context>
<context>
    <name>TextCard</name>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Open a text file</source>
        <translation>打开文本文件</translation>
    </message>
    <message>
        <source>Clear the text</source>
        <translation>清空文本</translation>
    </message>
    <message>
        <source>Text to classify</source>
        <translation>待分类的文本</translation>
    </message>
    <message>
        <source>Type or paste a text, or drop a text file.</source>
        <translation>输入或粘贴文本，或拖入文本文件。</translation>
    </message>
    <message>
        <source>Blue words carry the verdict, orange ones speak against it.</source>
        <translation>蓝色的词支持判断，橙色的词反对判断。</translation>
    </message>
</context>
<context>
    <name>TextClassifying</name>
    <message>
        <source>Choose a text</source>
        <translation>选择文本</translation>
    </message>
    <message>
        <source>The text could not be opened</source>
        <translation>无法打开该文本</translation>
    </message>
</context>
<context>
    <name>TextLimits</name>
    <message>
        <source>It has {count} characters; the window takes {most} at a time.</source>
        <translation>文本有 {count} 个字符，窗口一次最多接受 {most} 个。</translation>
    </message>
    <message>
        <source>The text is too long</source>
        <translation>文本过长</translation>
    </message>
    <message>
        <source>Use a part of it. The command line takes longer texts.</source>
        <translation>请使用其中一部分。命令行可处理更长的文本。</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>TrainPage</name>
    <message>
        <source>Set up</source>
        <translation>配置</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>The trainings cannot be listed</source>
        <translation>无法列出训练记录</translation>
    </message>
    <message>
        <source>The training was not started</source>
        <translation>训练未能开始</translation>
    </message>
    <message>
        <source>No model of the present state could be written</source>
        <translation>未能写入当前状态的模型</translation>
    </message>
    <message>
        <source>The learning rate was not changed</source>
        <translation>学习率未更改</translation>
    </message>
    <message>
        <source>The training did not do what was asked</source>
        <translation>训练未按要求执行</translation>
    </message>
    <message>
        <source>Epoch {epoch} of {total}</source>
        <translation>第 {epoch} / {total} 轮</translation>
    </message>
    <message>
        <source>Training on GPU is paused</source>
        <translation>GPU 训练已暂停</translation>
    </message>
    <message>
        <source>Training on CPU is paused</source>
        <translation>CPU 训练已暂停</translation>
    </message>
    <message>
        <source>Training on GPU</source>
        <translation>正在用 GPU 训练</translation>
    </message>
    <message>
        <source>Training on CPU</source>
        <translation>正在用 CPU 训练</translation>
    </message>
    <message>
        <source>Trained on GPU</source>
        <translation>用 GPU 训练</translation>
    </message>
    <message>
        <source>Trained on CPU</source>
        <translation>用 CPU 训练</translation>
    </message>
    <message numerus="yes">
        <source>%n thread(s)</source>
        <translation>
            <numerusform>%n 线程</numerusform>
        </translation>
    </message>
    <message>
        <source>Documented models, with source and expected result</source>
        <translation>有出处的模型，附出处和预期结果</translation>
    </message>
    <message>
        <source>One training is running; others can be prepared meanwhile</source>
        <translation>一个训练正在进行，可同时准备其他训练</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Trainings</source>
        <translation>训练记录</translation>
    </message>
    <message>
        <source>Documented models</source>
        <translation>有出处的模型</translation>
    </message>
    <message>
        <source>The data were not downloaded</source>
        <translation>数据未下载</translation>
    </message>
    <message>
        <source>Downloading {name}, {percent} %</source>
        <translation>正在下载 {name}，{percent} %</translation>
    </message>
</context>
<context>
    <name>TrainedModels</name>
    <message>
        <source>The trained model cannot be opened</source>
        <translation>无法打开训练好的模型</translation>
    </message>
</context>
<context>
    <name>TrainingQuestions</name>
    <message>
        <source>Stop the training?</source>
        <translation>停止训练？</translation>
    </message>
    <message>
        <source>The best and the last state are kept; it can be resumed later.</source>
        <translation>最佳状态和最后状态会保留，以后可以继续。</translation>
    </message>
    <message>
        <source>Stop and save</source>
        <translation>停止并保存</translation>
    </message>
    <message>
        <source>{name} is training</source>
        <translation>{name} 正在训练</translation>
    </message>
    <message>
        <source>It can go on in the background: open the window again to find it. Or it stops and can be resumed later.</source>
        <translation>训练可在后台进行，重新打开窗口即可找到；也可停止，以后再继续。</translation>
    </message>
    <message>
        <source>Keep training</source>
        <translation>继续训练</translation>
    </message>
    <message>
        <source>The training does not answer</source>
        <translation>训练没有响应</translation>
    </message>
    <message>
        <source>Ending it now loses what came after its last checkpoint, a minute at most.</source>
        <translation>现在结束会丢失最近检查点之后的内容，最多一分钟。</translation>
    </message>
    <message>
        <source>End it now</source>
        <translation>立即结束</translation>
    </message>
    <message>
        <source>Keep waiting</source>
        <translation>继续等待</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>From the next step on. A schedule goes on from it in the same proportion.</source>
        <translation>从下一步起生效。学习率计划按相同比例继续。</translation>
    </message>
</context>
<context>
    <name>TrainingWatch</name>
    <message>
        <source>Try it</source>
        <translation>试用</translation>
    </message>
    <message>
        <source>{figure}: {best}</source>
        <translation>{figure}：{best}</translation>
    </message>
</context>
<context>
    <name>TranslatePage</name>
    <message>
        <source>Translate</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>Sentence by sentence, on this computer</source>
        <translation>在本机上逐句翻译</translation>
    </message>
    <message>
        <source>Model that translates</source>
        <translation>翻译模型</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>译文</translation>
    </message>
    <message numerus="yes">
        <source>{time} ms for %Ln sentence(s)</source>
        <translation>
            <numerusform>%Ln 个句子用时 {time} 毫秒</numerusform>
        </translation>
    </message>
    <message>
        <source>beam width {width}</source>
        <translation>束宽 {width}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln sentence(s) became too long and were ended early.</source>
        <translation>
            <numerusform>%Ln 个句子的译文过长，已提前结束。</numerusform>
        </translation>
    </message>
    <message>
        <source>The text could not be translated</source>
        <translation>无法翻译该文本</translation>
    </message>
    <message>
        <source>Translation copied</source>
        <translation>已复制译文</translation>
    </message>
    <message>
        <source>Choose a text</source>
        <translation>选择文本</translation>
    </message>
    <message>
        <source>The text could not be opened</source>
        <translation>无法打开该文本</translation>
    </message>
    <message>
        <source>Train one on sentence pairs of your own or on a sample, or add an ONNX file to the library.</source>
        <translation>请用自己的句对或示例数据训练一个，或将 ONNX 文件加入模型库。</translation>
    </message>
    <message>
        <source>No model that translates yet</source>
        <translation>还没有翻译模型</translation>
    </message>
</context>
<context>
    <name>UpdateBox</name>
    <message>
        <source>Check for updates</source>
        <translation>检查更新</translation>
    </message>
    <message>
        <source>Looking for a newer version...</source>
        <translation>正在检查新版本...</translation>
    </message>
    <message>
        <source>You have version {version}.</source>
        <translation>当前版本为 {version}。</translation>
    </message>
    <message>
        <source>This is the newest version.</source>
        <translation>当前已是最新版本。</translation>
    </message>
    <message>
        <source>Version {version} is out.</source>
        <translation>新版本 {version} 已发布。</translation>
    </message>
    <message>
        <source>Open its page</source>
        <translation>打开发布页面</translation>
    </message>
    <message>
        <source>The check for updates did not work.</source>
        <translation>检查更新未能完成。</translation>
    </message>
</context>
<context>
    <name>VariantSection</name>
    <message>
        <source>Make a smaller, faster file</source>
        <translation>生成更小更快的文件</translation>
    </message>
    <message>
        <source>Adds a smaller copy to the library; how well it works is measured</source>
        <translation>在模型库中加入一个更小的副本，并评估其效果</translation>
    </message>
    <message>
        <source>int8: about a quarter of the size, often faster on a processor</source>
        <translation>int8：约四分之一大小，在处理器上通常更快</translation>
    </message>
    <message>
        <source>fp16: half the size, for graphics cards; often slower on a processor</source>
        <translation>fp16：一半大小，适合显卡；在处理器上通常更慢</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Making a smaller file</source>
        <translation>正在生成精简文件</translation>
    </message>
    <message>
        <source>A smaller file of another model is being made</source>
        <translation>正在生成另一个模型的精简文件</translation>
    </message>
    <message>
        <source>Starting...</source>
        <translation>正在开始...</translation>
    </message>
    <message>
        <source>Making a smaller file...</source>
        <translation>正在生成精简文件…</translation>
    </message>
    <message>
        <source>Measuring how well it works...</source>
        <translation>正在评估效果…</translation>
    </message>
    <message>
        <source>Measuring how fast it is...</source>
        <translation>正在测量速度…</translation>
    </message>
</context>
<context>
    <name>Variants</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Smaller file made</source>
        <translation>精简文件已生成</translation>
    </message>
    <message>
        <source>No smaller file of {model} was made</source>
        <translation>未能生成 {model} 的精简文件</translation>
    </message>
    <message>
        <source>The smaller file could not be moved</source>
        <translation>无法移动精简文件</translation>
    </message>
</context>
<context>
    <name>VerdictCard</name>
    <message>
        <source>Likeliest labels</source>
        <translation>最可能的标签</translation>
    </message>
    <message>
        <source>Words that carry it</source>
        <translation>判断依据</translation>
    </message>
    <message>
        <source>Nothing read yet</source>
        <translation>尚未读取</translation>
    </message>
    <message>
        <source>Type a text, and its reading appears here.</source>
        <translation>输入文本，结果显示在这里。</translation>
    </message>
    <message>
        <source>Not read</source>
        <translation>未读取</translation>
    </message>
    <message numerus="yes">
        <source>read in %Ln part(s)</source>
        <translation>
            <numerusform>分 %Ln 段读取</numerusform>
        </translation>
    </message>
    <message>
        <source>Now the words are weighed.</source>
        <translation>正在衡量各个词语。</translation>
    </message>
    <message>
        <source>read in {time} ms</source>
        <translation>用时 {time} 毫秒</translation>
    </message>
    <message>
        <source>No single word matters: without any one of them the verdict would be as sure.</source>
        <translation>没有哪个词单独起作用：去掉任何一个词，判断同样确定。</translation>
    </message>
    <message>
        <source>How many times each word multiplies or divides the odds of the verdict.</source>
        <translation>每个词使判断的胜算乘以或除以多少倍。</translation>
    </message>
    <message numerus="yes">
        <source>Only the first %Ln word(s) were weighed.</source>
        <translation>
            <numerusform>只衡量了前 %Ln 个词。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Verdicts</name>
    <message>
        <source>Running on GPU</source>
        <translation>正在使用 GPU</translation>
    </message>
    <message>
        <source>Running on CPU</source>
        <translation>正在使用 CPU</translation>
    </message>
    <message>
        <source>How to fix</source>
        <translation>如何解决</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详情</translation>
    </message>
</context>
<context>
    <name>WallCard</name>
    <message>
        <source>Back to the pictures before</source>
        <translation>回到之前的图片</translation>
    </message>
    <message>
        <source>Copy the chosen picture</source>
        <translation>复制所选图片</translation>
    </message>
    <message>
        <source>Save...</source>
        <translation>保存...</translation>
    </message>
    <message>
        <source>All pictures in one (PNG)...</source>
        <translation>所有图片合为一张 (PNG)...</translation>
    </message>
    <message>
        <source>Only the chosen picture (PNG)...</source>
        <translation>仅所选图片 (PNG)...</translation>
    </message>
    <message>
        <source>Generated pictures</source>
        <translation>生成的图片</translation>
    </message>
</context>
<context>
    <name>WarningLine</name>
    <message>
        <source>The training has not answered yet. It may be in the middle of a long step.</source>
        <translation>训练尚未响应，可能正在进行较长的一步。</translation>
    </message>
    <message>
        <source>End it now</source>
        <translation>立即结束</translation>
    </message>
</context>
<context>
    <name>WritePage</name>
    <message>
        <source>Write</source>
        <translation>写作</translation>
    </message>
    <message>
        <source>A model goes on with your text, one token at a time</source>
        <translation>模型逐个词元续写您的文本</translation>
    </message>
    <message>
        <source>Model that writes</source>
        <translation>写作模型</translation>
    </message>
    <message>
        <source>{time} ms per token</source>
        <translation>每个词元 {time} 毫秒</translation>
    </message>
    <message>
        <source>With temperature 0 the text would be the same</source>
        <translation>温度为 0 时，文本不会改变</translation>
    </message>
    <message>
        <source>The text could not be written</source>
        <translation>无法续写文本</translation>
    </message>
    <message>
        <source>Text copied</source>
        <translation>已复制文本</translation>
    </message>
    <message>
        <source>Choose a text</source>
        <translation>选择文本</translation>
    </message>
    <message>
        <source>The text could not be opened</source>
        <translation>无法打开该文本</translation>
    </message>
    <message>
        <source>Train one on a text of your own or on a sample, or add an ONNX file to the library.</source>
        <translation>请用自己的文本或示例数据训练一个，或将 ONNX 文件加入模型库。</translation>
    </message>
    <message>
        <source>No model that writes yet</source>
        <translation>还没有写作模型</translation>
    </message>
</context>
<context>
    <name>WritingControls</name>
    <message>
        <source>Sampling</source>
        <translation>采样</translation>
    </message>
    <message>
        <source>Defaults</source>
        <translation>默认值</translation>
    </message>
    <message>
        <source>Put the defaults of all settings back</source>
        <translation>恢复所有设置的默认值</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>0: always the likeliest token. High: bolder.</source>
        <translation>0：总取最可能的词元。越高越大胆。</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>Draws from the likeliest tokens up to this share.</source>
        <translation>只从累计概率不超过此值的最可能词元中抽取。</translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation>Top-k</translation>
    </message>
    <message>
        <source>Repetition</source>
        <translation>重复惩罚</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>词元数</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Only so many of the likeliest tokens are drawn from; 0: from all</source>
        <translation>只从这么多个最可能的词元中抽取；0 表示不限</translation>
    </message>
    <message>
        <source>Above 1, tokens that the text already has become rarer; 1 leaves them as they are</source>
        <translation>大于 1 时，文中已有的词元更少出现；1 表示不变</translation>
    </message>
    <message>
        <source>How many tokens are written at most</source>
        <translation>最多写多少个词元</translation>
    </message>
    <message>
        <source>The same seed and settings always give the same text</source>
        <translation>种子和设置相同，文本就相同</translation>
    </message>
    <message>
        <source>Write anew from a random seed</source>
        <translation>换一个随机种子重写</translation>
    </message>
</context>
<context>
    <name>WrittenCard</name>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Shading</source>
        <translation>着色</translation>
    </message>
    <message>
        <source>Shades unlikely tokens: the darker a part, the less likely the model found it</source>
        <translation>为不太可能的词元着色：颜色越深，模型认为越不可能</translation>
    </message>
    <message>
        <source>Shade unlikely tokens</source>
        <translation>标出不太可能的词元</translation>
    </message>
    <message>
        <source>Back to the text before</source>
        <translation>回到之前的文本</translation>
    </message>
    <message>
        <source>Forward to the text after</source>
        <translation>回到之后的文本</translation>
    </message>
    <message>
        <source>Copy the text</source>
        <translation>复制文本</translation>
    </message>
    <message>
        <source>Save as a text file; drag it to take the text elsewhere</source>
        <translation>保存为文本文件；拖动可把文本带到别处</translation>
    </message>
    <message>
        <source>Written text</source>
        <translation>写出的文本</translation>
    </message>
    <message>
        <source>What the model writes appears here.</source>
        <translation>模型写出的内容显示在这里。</translation>
    </message>
    <message>
        <source>Jump to the end</source>
        <translation>跳到末尾</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>续写</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>重新生成</translation>
    </message>
    <message>
        <source>Write the last part anew from another seed</source>
        <translation>换一个种子重写最后一段</translation>
    </message>
    <message numerus="yes">
        <source>%Ln token(s)</source>
        <translation>
            <numerusform>%Ln 个词元</numerusform>
        </translation>
    </message>
    <message>
        <source>{count} a second</source>
        <translation>每秒 {count} 个</translation>
    </message>
    <message>
        <source>seed {seed}</source>
        <translation>种子 {seed}</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>正在写作</translation>
    </message>
    <message>
        <source>Ended by the model</source>
        <translation>由模型结束</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Stopped by an error</source>
        <translation>因出错而停止</translation>
    </message>
    <message numerus="yes">
        <source>The text is long: its first %Ln token(s) were not read.</source>
        <translation>
            <numerusform>文本较长，最前面的 %Ln 个词元未被读取。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The model does not know %Ln sign(s) of the beginning.</source>
        <translation>
            <numerusform>模型不认识开头中的 %Ln 个字符。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_ReadingView</name>
    <message>
        <source>{width} × {height}, grey</source>
        <translation>{width} × {height} 灰度</translation>
    </message>
    <message>
        <source>{width} × {height}, colour</source>
        <translation>{width} × {height} 彩色</translation>
    </message>
    <message>
        <source>Copy the reading as text</source>
        <translation>将识别结果复制为文本</translation>
    </message>
    <message>
        <source>As seen</source>
        <translation>网络所见</translation>
    </message>
    <message>
        <source>The picture as the network saw it</source>
        <translation>网络看到的图片</translation>
    </message>
    <message>
        <source>Likeliest labels</source>
        <translation>最可能的类别</translation>
    </message>
</context>
<context>
    <name>_RefusalView</name>
    <message>
        <source>Nothing found</source>
        <translation>未找到内容</translation>
    </message>
    <message>
        <source>{count} objects</source>
        <translation>{count} 个对象</translation>
    </message>
    <message>
        <source>Not a picture</source>
        <translation>不是图片</translation>
    </message>
    <message>
        <source>Empty file</source>
        <translation>空文件</translation>
    </message>
    <message>
        <source>Too large</source>
        <translation>过大</translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>A reading for each object</source>
        <translation>逐个对象的识别结果</translation>
    </message>
    <message>
        <source>Reads as {label}, {score}</source>
        <translation>识别为 {label}，{score}</translation>
    </message>
</context>
</TS>
