// The page of ../browser-vite with React. `npm run server` is a GoTrue in memory, whose mails are on http://localhost:9999/__dev;
// `npm run dev` is the page.
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import '../../shared/style.css'

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
